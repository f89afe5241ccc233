using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Members.Contracts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>Noyo's search for people.</summary>
internal static class PeopleEndpoints
{
    private const int DefaultSize = 10;

    public static void MapPeople(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Person")
        .RequireToken().OnWorld().OnlyKnownParameters().AddValidation()
        .MapPost("/people", SearchAsync).WithName("searchPeople").WithSummary("Search people")
        .WithDescription("Employees and dependents, the likeliest first. How likely somebody is, `match_score` says: the share of what was asked that fits.")
        .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity).WithCallRole(CallRole.Reads);

    private static async Task<Ok<IReadOnlyList<PersonSearchResult>>> SearchAsync(JsonBody<PeopleSearchRequest> body, World world, CancellationToken cancellationToken)
    {
        await LargeLists.PrepareAsync(world, MemberIndexes.Table, [MemberIndexes.Names], cancellationToken);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        var matches = new PeopleSearch(body.Value).Run(reader, body.Value.Size ?? DefaultSize);
        return TypedResults.Ok<IReadOnlyList<PersonSearchResult>>([.. matches.Select(match => ToResult(reader.Where<Member>("id = ?", match.Id)[0], match.Score))]);
    }

    private static PersonSearchResult ToResult(Member member, float score)
    {
        var person = WireJson.Read<PersonDocument>(member.Known).Person!;
        return new PersonSearchResult
        {
            Id = PersonId.Of(member.Id),
            MatchScore = score,
            FullName = string.Join(' ', new[] { person.FirstName, person.MiddleName, person.LastName }.Where(part => !string.IsNullOrWhiteSpace(part))),
            DateOfBirth = member.DateOfBirth,
            GroupId = member.GroupId,
            EmployeeId = member.Type == MemberType.Employee ? member.Id : null,
            DependentId = member.Type == MemberType.Dependent ? member.Id : null,
        };
    }

    private sealed record PersonDocument(PersonWithoutSSN? Person);
}
