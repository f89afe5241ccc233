using NoyoEmulator.Http;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

internal static class StreamEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    public static void MapStream(this IEndpointRouteBuilder control) =>
        control.MapGet("/stream", Listen).WithName("streamChanges").WithTags("Worlds").WithSummary("What happens in the world, as it happens")
            .WithDescription(
                "Server-sent events that go on until you leave: `start`, then `changes` for each commit, in the order of the commits, with ids and "
                + "nothing personal; `replaced` when the world began anew, `gap` when something was left out, `end` when it is deleted. Each has a "
                + "cursor as its id, from which a broken connection goes on.")
            .Takes(
            [
                new("after", "string", $"Go on after this cursor; the header {LastEventId} means the same, and goes after the query."),
                new("kinds", "array", "Only changes of these kinds; all if absent.", Values: ToldRows.Kinds),
            ])
            // A client that was made from the OpenAPI document would wait for the end of the answer, as would the page that shows it.
            .ExcludeFromDescription();

    private static IResult Listen(HttpContext context, RunningWorld running, StreamServices services)
    {
        var query = new QueryReader(context.Request.Query);
        var after = query.Text("after") ?? context.Request.Headers[LastEventId].ToString();
        var kinds = query.OneOfEach("kinds", ToldRows.Kinds);
        return query.Failure is { } failure ? failure : new ChangeStream(running, after.Length == 0 ? null : after, kinds, services);
    }
}
