using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Seeding;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

/// <summary>Knows the JSON Schema of seeds.</summary>
internal interface ISeedSchema
{
    Task<JsonObject> ReadAsync();
}

/// <summary>The seed of a world: writing it down, and beginning with another.</summary>
internal static class SeedEndpoints
{
    private const string Tag = "Worlds";
    private const string SchemaMediaType = "application/schema+json";

    private static readonly JsonSerializerOptions Indented = new(WireJson.Options) { WriteIndented = true };

    public static void MapSeed(this IEndpointRouteBuilder control)
    {
        _ = control.MapGet("/seed", ExportAsync).WithName("exportSeed").WithTags(Tag).WithSummary("Write the world down as a seed")
            .WithDescription(
                "Groups, carriers, plans, families as Noyo has them, carrier records and subscriptions, whose secrets are replaced. "
                + "Snapshots, differences and events are no part of a seed.");
        _ = control.MapPut("/seed", LoadAsync).WithName("loadSeed").WithTags(Tag).WithSummary("Begin the world anew with a seed of its own")
            .WithDescription(
                "Nothing of what was there stays; resets go back to this seed from now on. What a seed states is silent: no webhooks. "
                + "Its JSON Schema is at /_emulator/seed/schema.").WithCallRole(CallRole.BeginsAnew);
        _ = control.MapGet("/seed/schema", SchemaAsync).WithName("getSeedSchema").WithTags(Tag).WithSummary("The JSON Schema of seeds")
            .Produces<JsonObject>(StatusCodes.Status200OK, SchemaMediaType);
    }

    private static async Task<ContentHttpResult> SchemaAsync(ISeedSchema schema) => TypedResults.Text(
        (await schema.ReadAsync()).ToJsonString(Indented), SchemaMediaType);

    private static async Task<Ok<SeedDocument>> ExportAsync(World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return TypedResults.Ok(await SeedExport.WriteAsync(db, cancellationToken));
    }

    private static async Task<Results<Ok<ResetResult>, ApiErrorResult>> LoadAsync(
        JsonBody<SeedDocument> body, RunningWorld running, WorldRegistry worlds, SeedLoader seeds, CancellationToken cancellationToken)
    {
        try
        {
            await worlds.ReseedAsync(running, seeds.Of(body), cancellationToken);
            return TypedResults.Ok(new ResetResult { World = running.World.Name, Now = running.World.Clock.GetUtcNow() });
        }
        catch (SeedException refusal)
        {
            return ApiErrorResult.Unprocessable(refusal.Path, $"{JsonPath.Spoken(refusal.Path)}: {refusal.Reason}");
        }
    }
}
