using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.Tests.Infrastructure;

internal static class JsonText
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON as it is on the wire, where only what must be escaped is.</summary>
    public static string ToText(this JsonNode node) => node.ToJsonString(Relaxed);

    /// <summary>The id of an object.</summary>
    public static string Id(this JsonNode node) => node["id"]!.GetValue<string>();

    /// <summary>How many records a list has.</summary>
    public static int Total(this JsonNode list) => list["meta"]!["total_records"]!.GetValue<int>();
}
