namespace NoyoEmulator.Tests.Contract;

/// <summary>What the settings of an emulator change about its contract.</summary>
/// <param name="IsListArray">It answers lists of differences as arrays, unless a request asks for the envelope.</param>
/// <param name="HasControlKey">Its control plane wants a key.</param>
internal readonly record struct ContractTerms(bool IsListArray, bool HasControlKey);

/// <summary>Fails a request whose answer is not as the contract has it, and with it the test that sent it.</summary>
internal sealed class ContractHandler(ContractTerms terms = default) : DelegatingHandler
{
    private const string EventStream = "text/event-stream";
    private const string DataField = "\ndata: ";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A redirect that is followed changes the request.
        var (method, uri, host) = (request.Method, request.RequestUri!, request.Headers.Host ?? request.RequestUri!.Host);
        var response = await base.SendAsync(request, cancellationToken);
        if (ApiContract.IsOfThePage(uri.AbsolutePath))
            return response;
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        // HEAD is GET without the body, which there is nothing to say about.
        if (method == HttpMethod.Head)
            return response;
        var operation = ApiContract.Kept.Find(method, host, uri.AbsolutePath);
        // A fault may answer anything, of which the operation knows nothing.
        var isFault = response.Headers.Contains("X-Emulator-Fault") && !response.IsSuccessStatusCode;
        if (isFault && body.Length == 0)
            return response;
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        // The last event has what is answered without events.
        if (mediaType == EventStream && request.Headers.Accept.Any(accepted => accepted.MediaType == EventStream))
            (mediaType, body) = ("application/json", body[(body.LastIndexOf(DataField, StringComparison.Ordinal) + DataField.Length)..].TrimEnd());
        var problems = ApiContract.Kept.Check(
            isFault ? null : operation, response.StatusCode, mediaType, body, terms with
            {
                IsListArray = WantsArray(request),
            });
        if (!response.IsSuccessStatusCode && body.Contains("\"message\":\"$.", StringComparison.Ordinal))
            problems = [.. problems, "a message names a field as people do, without the $ of its path"];
        if (problems.Count > 0)
        {
            throw new ShouldAssertException(
                $"The answer to {operation?.Id ?? "no operation"} ({method} {uri.PathAndQuery}), {(int)response.StatusCode}, is not as the contract has it:\n"
                + string.Join('\n', problems));
        }

        return response;
    }

    private bool WantsArray(HttpRequestMessage request) => request.Headers.TryGetValues("X-Emulator-Difference-List", out var wanted)
        ? wanted.Single().Equals("array", StringComparison.OrdinalIgnoreCase)
        : terms.IsListArray;
}
