using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.CommandLine;

/// <summary>Makes things happen by their names.</summary>
internal static class TriggerVerb
{
    private const string ListHint = $"{Tool.Name} trigger --list shows all.";

    private static readonly string[] Headings = ["TRIGGER", "WHAT HAPPENS"];

    public static Command Make(CommandTree tree)
    {
        var name = new Argument<string?>("TRIGGER") { Description = "What is to happen; --list shows all.", Arity = ArgumentArity.ZeroOrOne };
        name.CompletionSources.Add([.. Trigger.All.Select(trigger => trigger.Name)]);
        var pairs = new Argument<string[]>("KEY=VALUE") { Description = "What it is to happen to.", Arity = ArgumentArity.ZeroOrMore };
        pairs.CompletionSources.Add(context => KeysOf(context.ParseResult.GetValue(name)));
        var list = new Option<bool>("--list") { Description = "Show what can be made to happen." };
        var command = CommandTree.Verb(Verbs.Trigger);
        command.Arguments.Add(name);
        command.Arguments.Add(pairs);
        command.Options.Add(list);
        tree.Does(command, (call, cancellationToken) => call.Parsed.GetValue(list)
            ? ListAsync(call)
            : RunAsync(call, Find(call.Parsed.GetValue(name)), Fields(call.Parsed.GetValue(pairs) ?? []), cancellationToken));
        return command;
    }

    private static IEnumerable<string> KeysOf(string? name) =>
        Trigger.All.FirstOrDefault(trigger => trigger.Name == name) is { } known ? known.Places.Concat(known.Keys).Select(key => key + "=") : [];

    private static async Task<int> ListAsync(Call call)
    {
        if (call.WantsJson)
        {
            var all = new JsonArray([.. Trigger.All.Select(trigger => (JsonNode)new JsonObject
            {
                ["name"] = trigger.Name,
                ["summary"] = trigger.Summary,
                ["keys"] = new JsonArray([.. trigger.Places.Concat(trigger.Keys).Select(key => (JsonNode)key)]),
            })]);
            await call.Shell.Out.WriteLineAsync(all.ToLine());
            return ExitCode.Done;
        }

        call.Printer.Table(Headings, Trigger.All.Select(Row));
        return ExitCode.Done;
    }

    private static IReadOnlyList<Cell> Row(Trigger trigger) => [$"{trigger.Name} {trigger.Signature}".TrimEnd(), trigger.Summary];

    private static Trigger Find(string? name)
    {
        if (name is null)
            throw ToolException.WrongUsage($"What is to happen? {ListHint}");
        if (Trigger.All.FirstOrDefault(trigger => trigger.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known)
            return known;
        var meant = Spelling.NearestTo(name, Trigger.All.Select(trigger => trigger.Name));
        throw ToolException.WrongUsage($"There is no trigger {name}.{(meant is null ? "" : $" Did you mean {meant}?")} {ListHint}");
    }

    private static Dictionary<string, string> Fields(IEnumerable<string> pairs)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw ToolException.WrongUsage($"\"{pair}\" is no key with its value: write it as key=value. {ListHint}");
            fields[pair[..equals]] = pair[(equals + 1)..];
        }

        return fields;
    }

    private static async Task<int> RunAsync(Call call, Trigger trigger, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        foreach (var key in fields.Keys.Where(key => key is "carrier" or "carrier_id").ToList())
            fields[key] = await Carriers.IdOfAsync(call.Client, fields[key], cancellationToken);
        if (trigger.Name == Trigger.Discrepancy)
            return await MakeDiscrepancyAsync(call, fields, cancellationToken);
        var path = trigger.Path;
        foreach (var place in trigger.Places)
        {
            if (!fields.Remove(place, out var value) && !fields.Remove(place + "_id", out value))
                value = trigger.Usual ?? throw ToolException.WrongUsage($"{trigger.Name} needs {place}=…. {ListHint}");
            path = path.Replace($"{{{place}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
        }

        return await call.DoAsync(HttpMethod.Post, path, BodyOf(trigger, fields), answer => call.Printer.Facts(Facts(answer)), cancellationToken);
    }

    private static JsonObject BodyOf(Trigger trigger, Dictionary<string, string> fields)
    {
        var body = new JsonObject();
        foreach (var (key, value) in fields)
        {
            var known = trigger.Keys.FirstOrDefault(name => name.Equals(key, StringComparison.OrdinalIgnoreCase))
                ?? trigger.Keys.FirstOrDefault(name => name.Equals(key + "_id", StringComparison.OrdinalIgnoreCase));
            body[known ?? key] = ValueOf(value);
        }

        return body;
    }

    // What reads as JSON is JSON: numbers, lists, objects. The control plane takes a number for a text, but no text for a number.
    private static JsonNode? ValueOf(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    /// <summary>A carrier's record is edited as its staff would, and compared.</summary>
    private static async Task<int> MakeDiscrepancyAsync(Call call, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        if (fields.Keys.FirstOrDefault(key => key is not ("carrier" or "carrier_id" or "individual" or "individual_id" or "field" or "value")) is { } unknown)
            throw ToolException.WrongUsage($"discrepancy has no key {unknown}; it has carrier, individual, field and value. {ListHint}");
        var carrier = fields.GetValueOrDefault("carrier") ?? fields.GetValueOrDefault("carrier_id") ?? await Carriers.AnyAsync(call.Client, cancellationToken);
        var records = $"carriers/{Uri.EscapeDataString(carrier)}/records";
        var individual = fields.GetValueOrDefault("individual") ?? fields.GetValueOrDefault("individual_id")
            ?? (await call.Client.GetAsync($"{records}?page_size=1", cancellationToken)).List("response").FirstOrDefault().FindText("individual_id")
            ?? throw new ToolException(ExitCode.Refused, $"The carrier {carrier} holds no record: post a member snapshot first, and let time pass.");
        JsonNode? patch = ValueOf(fields.GetValueOrDefault("value") ?? "Discrepancy");
        foreach (var name in (fields.GetValueOrDefault("field") ?? "person.last_name").Split('.').Reverse())
            patch = new JsonObject { [name] = patch };
        _ = await call.Client.TextAsync(HttpMethod.Patch, $"{records}/{Uri.EscapeDataString(individual)}", patch, cancellationToken);
        var text = await call.Client.TextAsync(HttpMethod.Post, $"carriers/{Uri.EscapeDataString(carrier)}/sync", new JsonObject(), cancellationToken);
        await call.ShowAsync(text, found => call.Printer.Facts([("carrier", carrier), ("individual", individual), .. Facts(found)]));
        return Json.Parse(text).List("raised").Any()
            ? ExitCode.Done
            : throw new ToolException(ExitCode.Refused, "The record is changed, and no new discrepancy came of it: what differs must differ from what the platform sent.");
    }

    /// <summary>What an answer says at its first level.</summary>
    private static IEnumerable<(string Name, Cell? Value)> Facts(JsonElement answer) =>
        from property in answer.ValueKind == JsonValueKind.Object ? answer.EnumerateObject().ToList() : []
        let value = property.Value
        select (property.Name.Replace('_', ' '), (Cell?)(value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Object => "",
            JsonValueKind.Array when value.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array) => $"{value.GetArrayLength()}",
            JsonValueKind.Array => string.Join(", ", value.EnumerateArray()),
            _ => value.ToString(),
        }));
}
