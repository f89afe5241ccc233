using System.Reflection;
using System.Text.Json;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Journal.Repro;
using NoyoEmulator.Seeding;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>How a world came to be what it is, to be made again elsewhere with <c>noyo-emulator replay</c>.</summary>
public sealed record ReproResult
{
    /// <summary>The version of this form: 1.</summary>
    public required int Format { get; init; }

    /// <summary>The version of the emulator that wrote it.</summary>
    public required string Version { get; init; }

    public required string World { get; init; }

    /// <summary>Whether the calls lead to where the world is.</summary>
    public required bool Complete { get; init; }

    /// <summary>Why they do not; absent where they do.</summary>
    public string? Incomplete { get; init; }

    /// <summary>The seed of the world's ids.</summary>
    public required string Seed { get; init; }

    /// <summary>How the world's clock began.</summary>
    public required ReproClock Clock { get; init; }

    /// <summary>What of the configuration decides how things go.</summary>
    public required IReadOnlyDictionary<string, string?> Configuration { get; init; }

    /// <summary>The calls that changed the world, in the order of their changes.</summary>
    public required IReadOnlyList<ReproCall> Calls { get; init; }
}

/// <summary>How a world's clock began.</summary>
public sealed record ReproClock
{
    public required string Mode { get; init; }

    public required double Speed { get; init; }

    public required DateTimeOffset Now { get; init; }
}

/// <summary>A call. Other people are in it than were: each value that is personal has another one of the same form in its place.</summary>
public sealed record ReproCall
{
    /// <summary>When it was made, on the world's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether time passed by itself then; absent: the clock stood still.</summary>
    public bool? Realtime { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query, without the prefix of a world.</summary>
    public required string Path { get; init; }

    /// <summary>The header <c>Prefer</c>; absent: there was none.</summary>
    public string? Prefer { get; init; }

    /// <summary>Its JSON, byte for byte but for the people; absent: there was none, or none that could be read.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>Absent: there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>A digest of the answer without what is personal in it; absent where it is not to be compared.</summary>
    public string? Answer { get; init; }
}

internal static class ReproEndpoints
{
    public const string FileName = "noyo-repro.json";

    private const int Format = 1;
    private static readonly string[] Deciding = ["Emulator:RoundTrip", "Noyo:"];

    public static void MapRepro(this IEndpointRouteBuilder control) => _ = control.MapGet("/repro", Read).WithName("getRepro").WithTags("Worlds")
        .WithSummary("Write down how the world came to be what it is, for somebody else to look at")
        .WithDescription(
            "How it began, and the calls that changed it since, to Noyo's APIs and to the control plane. `noyo-emulator replay` makes them again in a "
            + "world of its own, where they are answered in the same way, byte for byte. Personal values have others of the same form in their "
            + "place, the same for the same, so that what was alike still is. Calls that only read are left out.")
        .Produces<ReproResult>();

    private static JsonAnswer Read(World world, EmulatorConfiguration configuration, SeedLoader seeds, BuiltInValues builtIn, HttpContext context)
    {
        context.Response.Headers.ContentDisposition = $"inline; filename={FileName}";
        var history = WithSeedFile(world.Calls.Read(), seeds);
        var disguise = world.Calls.NewDisguise(builtIn.Contain);

        var answer = new JsonAnswer();
        using var writer = answer.NewWriter();
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteString("version", typeof(ReproEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
        writer.WriteString("world", world.Name);
        writer.WriteBoolean("complete", history.Gap is null);
        if (history.Gap is { } gap)
            writer.WriteString("incomplete", gap);
        writer.WriteString("seed", history.Beginning.Seed);
        writer.WritePropertyName("clock");
        JsonSerializer.Serialize(writer, new ReproClock { Mode = EnumName.Of(history.Beginning.Mode), Speed = history.Beginning.Speed, Now = history.Beginning.Now }, WireJson.Options);
        writer.WritePropertyName("configuration");
        JsonSerializer.Serialize(writer, configuration.Describe().Where(entry => Deciding.Any(entry.Key.StartsWith)).ToDictionary(), WireJson.Options);
        writer.WriteStartArray("calls");
        foreach (var call in history.Calls)
            Write(writer, call, disguise);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return answer;
    }

    /// <summary>Elsewhere there is no such file, so that it goes along as a call; what it holds is as personal as one.</summary>
    private static CallHistory WithSeedFile(CallHistory history, SeedLoader seeds)
    {
        if (history.Calls.Any(call => call.IsSeed))
            return history;
        try
        {
            return seeds.OwnFile is { } file ? history with { Calls = [SeedCall(file, history), .. history.Calls] } : history;
        }
        catch (ConfigurationException exception)
        {
            return history with { Calls = [], Gap = exception.Message.TrimEnd('.') };
        }
    }

    private static RecordedCall SeedCall(byte[] file, CallHistory history) => new()
    {
        Place = 0,
        At = history.Beginning.Now,
        IsTimed = false,
        Method = HttpMethods.Put,
        Path = $"{ControlEndpoints.Prefix}/seed",
        Body = file,
        Status = StatusCodes.Status200OK,
        IsSeed = true,
    };

    private static void Write(Utf8JsonWriter writer, RecordedCall call, Disguise disguise)
    {
        writer.WriteStartObject();
        writer.WriteString("at", call.At.UtcDateTime);
        if (call.IsTimed)
            writer.WriteBoolean("realtime", value: true);
        writer.WriteString("method", call.Method);
        writer.WriteString("path", PathDisguise.Apply(call.Path, call.Names, disguise));
        if (call.Prefer is { } prefer)
            writer.WriteString("prefer", prefer);
        if (call.Body is { Length: > 0 } body && BodyDisguise.Apply(body, disguise) is { } disguised)
        {
            writer.WritePropertyName("body");
            writer.WriteRawValue(disguised, skipInputValidation: true);
        }

        if (call.Status is { } status)
            writer.WriteNumber("status", status);
        if (call.Answer is { } digest)
            writer.WriteString("answer", digest);
        writer.WriteEndObject();
    }
}
