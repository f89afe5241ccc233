using System.Text.Json.Nodes;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment;

/// <summary>
/// What a snapshot leaves out is not changed by it (decision: Noyo's documents do not say): only what is stated is compared and
/// sent, and beside it Noyo remembers what earlier snapshots stated.
/// </summary>
internal static class Statements
{
    /// <summary>Everything that was ever stated: the latest statement, and for what it leaves out the one before.</summary>
    /// <param name="known">What was known, as a JSON object; null for nothing.</param>
    /// <param name="stated">What is stated now, as a JSON object.</param>
    /// <returns>The JSON object; null where the statement itself says it all.</returns>
    public static string? Remember(string? known, string stated)
    {
        if (known is null or "{}" || known == stated)
            return null;
        var statement = JsonNode.Parse(stated)!.AsObject();
        return Complete(statement, JsonNode.Parse(known)!.AsObject()) ? statement.ToJsonString(WireJson.Options) : null;
    }

    /// <summary>Adds to an object what another one has beyond it.</summary>
    /// <returns>Whether anything was added.</returns>
    private static bool Complete(JsonObject statement, JsonObject known)
    {
        var isMore = false;
        foreach (var (name, value) in known)
        {
            if (!statement.TryGetPropertyValue(name, out var stated))
            {
                statement[name] = value?.DeepClone();
                isMore = true;
            }
            else if (stated is JsonObject part && value is JsonObject before && !IsFree(name))
            {
                isMore |= Complete(part, before);
            }
        }

        return isMore;
    }

    /// <summary>Objects of the platform's own making are values: they are stated as a whole.</summary>
    private static bool IsFree(string name) => name is "classifications";
}
