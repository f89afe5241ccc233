using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>A world that is to be created.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record WorldBody
{
    /// <summary>What it is to be called; absent: a name that no other has.</summary>
    public string? Name { get; init; }

    /// <summary>The world it is a copy of, with its data, clock, due work and ids; absent: it begins with the seed.</summary>
    public string? From { get; init; }

    /// <summary>A checkpoint of that world to copy, instead of the world as it is.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>How its clock begins; absent: as configured, or as that of the world it copies.</summary>
    public ClockBody? Clock { get; init; }

    /// <summary>
    /// Worlds with the same seed give the same ids to the same calls at the same time; absent: no other world gives these ids.
    /// </summary>
    public string? Seed { get; init; }

    /// <summary>It is deleted when nobody has used it for this long, a duration of real time; absent: never.</summary>
    public string? TimeToLive { get; init; }

    /// <summary>True: a world of that name is deleted first. False, or absent: the name must be free.</summary>
    public bool? Replace { get; init; }
}

/// <summary>A world.</summary>
public record WorldResult
{
    public required string Name { get; init; }

    /// <summary>When it was created, in real time.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, in real time.</summary>
    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>When it is deleted unless somebody uses it, in real time; null for never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Its clock; absent where the world cannot be used.</summary>
    public ClockResult? Clock { get; init; }

    /// <summary>Why the world cannot be used; absent where it can.</summary>
    public string? Broken { get; init; }

    /// <summary>The names of its checkpoints.</summary>
    public required IReadOnlyList<string> Checkpoints { get; init; }

    /// <summary>The base URL of each of Noyo's APIs in this world, for clients that cannot choose it by their credentials.</summary>
    public required IReadOnlyDictionary<string, string> Urls { get; init; }
}

/// <summary>A world that was created, and how a client gets into it.</summary>
public sealed record CreatedWorldResult : WorldResult
{
    [SetsRequiredMembers]
    internal CreatedWorldResult(WorldResult described)
        : base(described) => (ClientId, ClientSecret, AccessToken) = ("", "", "");

    /// <summary>A token for this client id is a token for this world.</summary>
    [JsonPropertyOrder(1)]
    public required string ClientId { get; init; }

    /// <summary>Any other secret does as well.</summary>
    [JsonPropertyOrder(1)]
    public required string ClientSecret { get; init; }

    /// <summary>A token for the world that lives as long as the world does.</summary>
    [JsonPropertyOrder(1)]
    public required string AccessToken { get; init; }
}

internal sealed class WorldBodyValidator : AbstractValidator<WorldBody>
{
    private const int LongestSeed = 200;

    public WorldBodyValidator()
    {
        _ = RuleFor(body => body.Name).Must(name => name is null || WorldName.IsValid(name)).WithMessage(WorldName.Rule);
        _ = RuleFor(body => body.From).Must(from => from is null || WorldName.IsValid(from)).WithMessage("must be the name of a world");
        _ = RuleFor(body => body.Checkpoint).Must(name => name is null || WorldName.IsValid(name))
            .WithMessage("must be the name of a checkpoint");
        _ = RuleFor(body => body.Checkpoint).Must((body, name) => name is null || body.From is not null)
            .WithMessage("needs from: the world whose checkpoint it is");
        _ = RuleFor(body => body.From).Must((body, from) => body.Replace != true || from is null || !WorldName.AreSame(from, body.Name))
            .WithMessage("must be another world than the one to replace");
        _ = RuleFor(body => body.Clock!).SetValidator(new ClockBodyValidator()).When(body => body.Clock is not null);
        _ = RuleFor(body => body.Seed).Must(seed => seed is null or { Length: > 0 and <= LongestSeed })
            .WithMessage($"must have 1 to {LongestSeed} characters");
        _ = RuleFor(body => body.TimeToLive).Custom((text, context) =>
        {
            if (text is null)
                return;
            if (!SpokenDuration.TryParse(text, out var life, out var error))
                context.AddFailure(error);
            else if (life == TimeSpan.Zero)
                context.AddFailure("must be greater than zero");
        });
    }
}

/// <summary>What worlds and checkpoints may be called: names that are safe in paths, headers and file names.</summary>
internal static class WorldName
{
    public const string Rule = "must have 1 to 100 letters, digits, dots, hyphens or underscores, and begin with a letter or digit";

    private const int MaxLength = 100;

    public static bool IsValid(string name) => name.Length is > 0 and <= MaxLength
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_');

    /// <summary>Names are told apart without regard to case.</summary>
    public static bool AreSame(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    public static string New() => $"world-{IdGenerator.NewSeed()[..12]}";
}

internal static class WorldEndpoints
{
    private const string Tag = "Worlds";

    public static void MapWorlds(this IEndpointRouteBuilder control)
    {
        var worlds = control.MapGroup("/worlds").WithTags(Tag).WithCallRole(CallRole.NotMadeAgain);
        _ = worlds.MapPost("", CreateAsync).WithName("createWorld").WithSummary("Create a world, or fork one")
            .WithDescription(
                "An isolated Noyo with its own data, clock, ids and webhooks, in milliseconds. Clients choose it by the client id of "
                + "their token, by "
                + $"the header {WorldSelection.Header}, or by the path prefix /w/{{name}}.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        _ = worlds.MapPut("/{name}", PutAsync).WithName("putWorld").WithSummary("Begin a world anew, whether or not it is there")
            .WithDescription("What POST does with this name and replace: a world of this name is deleted first. So a suite can begin in the same way each time.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        _ = worlds.MapGet("", List).WithName("listWorlds").WithSummary("The worlds there are")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = worlds.MapGet("/{name}", Get).WithName("getWorld").WithSummary("A world").Refuses(StatusCodes.Status404NotFound);
        _ = worlds.MapDelete("/{name}", DeleteAsync).WithName("deleteWorld").WithSummary("End a world and remove its files")
            .WithDescription("What is under way in it ends. The default world stays: reset it instead.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static Task<Results<Created<CreatedWorldResult>, ApiErrorResult>> CreateAsync(
        JsonBody<WorldBody>? body, HttpContext context, WorldRegistry worlds, TokenIssuer issuer, CancellationToken cancellationToken) =>
        BeginAsync(body?.Value ?? new WorldBody(), context, worlds, issuer, cancellationToken);

    private static async Task<Results<Created<CreatedWorldResult>, ApiErrorResult>> PutAsync(
        string name, JsonBody<WorldBody>? body, HttpContext context, WorldRegistry worlds, TokenIssuer issuer, CancellationToken cancellationToken)
    {
        var wanted = body?.Value ?? new WorldBody();
        if (!WorldName.IsValid(name))
            return ApiErrorResult.Unprocessable("name", $"The name of a world {WorldName.Rule}");
        if (wanted.Name is not null && !WorldName.AreSame(wanted.Name, name))
            return ApiErrorResult.Unprocessable("$.name", "name must be left out, or be the name in the path");
        if (WorldName.AreSame(wanted.From, name))
            return ApiErrorResult.Unprocessable("$.from", "from must be another world than the one to replace");
        return await BeginAsync(wanted with { Name = name, Replace = true }, context, worlds, issuer, cancellationToken);
    }

    private static async Task<Results<Created<CreatedWorldResult>, ApiErrorResult>> BeginAsync(
        WorldBody wanted, HttpContext context, WorldRegistry worlds, TokenIssuer issuer, CancellationToken cancellationToken)
    {
        RunningWorld? source = null;
        if (wanted.From is not null && ((source = worlds.Find(wanted.From)) is null || !source.TryUse()))
        {
            return ApiErrorResult.Of(
                StatusCodes.Status404NotFound, $"from names no world: {wanted.From}. {WorldSelection.Listing(worlds.Names)}");
        }

        try
        {
            var name = wanted.Name ?? WorldName.New();
            var start = new WorldStart(wanted.Clock?.ToStart(source?.World.Clock.State.Mode ?? worlds.DefaultClock.Mode), wanted.Seed ?? (source is null ? IdGenerator.NewSeed() : null));
            if (wanted.Replace == true)
            {
                if (WorldName.AreSame(name, WorldRegistry.DefaultName))
                    return ApiErrorResult.Conflict("The default world cannot be replaced; reset it instead");
                // What stands in the way is to be known before the world is gone.
                if (wanted.Checkpoint is { } checkpoint && !source!.Folder.ListCheckpoints().Any(known => WorldName.AreSame(known.Name, checkpoint)))
                    return CheckpointEndpoints.Missing(source, checkpoint);
                _ = await worlds.DeleteAsync(name);
            }

            TimeSpan? timeToLive = SpokenDuration.TryParse(wanted.TimeToLive, out var life, out _) ? life : null;
            var created = await worlds.CreateAsync(
                name, source is null ? null : new WorldSource(source, wanted.Checkpoint), start, timeToLive, cancellationToken);
            if (created is null)
            {
                return ApiErrorResult.Conflict(worlds.FindSlot(name) is null
                    ? $"The name {name} is taken by a folder that is no world's; choose another name, or remove the folder"
                    : $"There is a world named {name} already; choose another name, say replace: true, or delete it first");
            }

            return TryDescribe(created, context.Request) is { } description
                ? TypedResults.Created($"{ControlEndpoints.Prefix}/worlds/{name}", WithAccess(description, created, issuer))
                : Missing(worlds, name);
        }
        catch (TooManyWorldsException exception)
        {
            return ApiErrorResult.Conflict(
                $"There are {exception.Most} worlds, which is as many as there may be; delete one, give worlds a time_to_live, or raise "
                + "Emulator:MaxWorlds and the limit of open files (ulimit -n)");
        }
        catch (CheckpointMissingException)
        {
            return CheckpointEndpoints.Missing(source!, wanted.Checkpoint!);
        }
        finally
        {
            source?.EndUse();
        }
    }

    private static Results<Ok<Paginated<WorldResult>>, ApiErrorResult> List(HttpContext context, WorldRegistry worlds)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        if (reader.Failure is { } failure)
            return failure;
        var all = worlds.Worlds;
        var results = new List<WorldResult>();
        foreach (var slot in all.Skip(page.Offset).Take(page.PageSize))
        {
            if (TryDescribe(slot, context.Request) is { } result)
                results.Add(result);
        }

        return TypedResults.Ok(Paginated<WorldResult>.For(page, all.Count, results));
    }

    private static Results<Ok<WorldResult>, ApiErrorResult> Get(string name, HttpContext context, WorldRegistry worlds) =>
        worlds.FindSlot(name) is { } slot && TryDescribe(slot, context.Request) is { } result
            ? TypedResults.Ok(result)
            : Missing(worlds, name);

    private static async Task<Results<NoContent, ApiErrorResult>> DeleteAsync(string name, WorldRegistry worlds)
    {
        if (string.Equals(name, WorldRegistry.DefaultName, StringComparison.OrdinalIgnoreCase))
            return ApiErrorResult.Conflict("The default world cannot be deleted; reset it instead");
        return await worlds.DeleteAsync(name) ? TypedResults.NoContent() : Missing(worlds, name);
    }

    private static CreatedWorldResult WithAccess(
        WorldResult described, RunningWorld running, TokenIssuer issuer) => new(described)
        {
            ClientId = running.World.Name,
            ClientSecret = IdGenerator.NewSeed(),
            AccessToken = issuer.IssueForGood(running.World.Name, new TokenWorld(running.World.Name, running.Registration.Id), running.World.Clock.GetUtcNow()),
        };

    /// <summary>Describes a world; null when it has just been deleted.</summary>
    private static WorldResult? TryDescribe(WorldSlot slot, HttpRequest request)
    {
        if (slot.Open() is { } running)
            return TryDescribe(running, request);
        return slot.Broken is not { } reason ? null : new WorldResult
        {
            Name = slot.Name,
            CreatedAt = slot.Registration.CreatedAt,
            LastUsedAt = slot.Registration.CreatedAt,
            ExpiresAt = slot.ExpiresAt,
            Broken = reason,
            Checkpoints = [.. slot.Folder.ListCheckpoints().Select(checkpoint => checkpoint.Name)],
            Urls = UrlsOf(slot.Name, request),
        };
    }

    private static WorldResult? TryDescribe(RunningWorld running, HttpRequest request)
    {
        var expires = running.ExpiresAt;
        if (!running.TryPin())
            return null;
        try
        {
            return new WorldResult
            {
                Name = running.World.Name,
                CreatedAt = running.Registration.CreatedAt,
                LastUsedAt = running.LastUsedAt,
                ExpiresAt = expires,
                Clock = ClockEndpoints.Read(running.World),
                Checkpoints = [.. running.Folder.ListCheckpoints().Select(checkpoint => checkpoint.Name)],
                Urls = UrlsOf(running.World.Name, request),
            };
        }
        finally
        {
            running.Unpin();
        }
    }

    private static IReadOnlyDictionary<string, string> UrlsOf(string world, HttpRequest request) =>
        ApiFamilies.BaseUrls(request, $"/w/{world}");

    private static ApiErrorResult Missing(WorldRegistry worlds, string name) =>
        ApiErrorResult.NotFound($"There is no world named {name}. {WorldSelection.Listing(worlds.Names)}");
}
