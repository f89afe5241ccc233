using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Platform;

/// <summary>What this platform uses of Noyo's API.</summary>
public sealed class NoyoClient
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly HttpClient _http;
    private readonly NoyoOptions _options;

    public NoyoClient(HttpClient http, IOptions<NoyoOptions> options)
    {
        _http = http;
        _options = options.Value;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _options.AccessToken);
    }

    public async Task<Guid> PostSnapshotAsync(Guid groupId, JsonElement snapshot, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync(
            Below(_options.FulfillmentUrl, $"api/v1/groups/{groupId}/member_snapshots"), snapshot, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id").GetGuid();
    }

    public async Task<Difference> GetDifferenceAsync(Guid id, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<Difference>(Below(_options.TrackingUrl, $"api/v1/differences/{id}"), SnakeCase, cancellationToken))!;

    private static string Below(Uri url, string path) => $"{url.AbsoluteUri.TrimEnd('/')}/{path}";
}

public sealed record Difference(Guid Id, Guid EmployeeId, string DifferenceType, IReadOnlyList<DifferenceField> Fields);

public sealed record DifferenceField(string Key, JsonElement? PlatformValue, JsonElement? CarrierValue);
