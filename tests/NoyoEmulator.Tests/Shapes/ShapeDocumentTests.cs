using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Shapes;

/// <summary>Which documents a start takes.</summary>
public sealed class ShapeDocumentTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("noyo-documents-");

    private string File => Path.Combine(_folder.FullName, "noyo.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_that_is_missing_refuses_the_start() => (await RefusedStart.MessageAsync("--Emulator:Storage=memory", $"--Emulator:OpenApi:Tracking={File}"))
        .ShouldStartWith($"Emulator:OpenApi:Tracking names the file {File}, which cannot be read: ");

    [Theory]
    [InlineData("[1]")]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("""{"openapi": "3.0.1", "info": {"title": "Empty", "version": "1"}, "paths": {}}""")]
    [InlineData("""{"$schema": "a seed, perhaps", "groups": []}""")]
    public async Task A_file_that_is_no_OpenAPI_document_refuses_the_start(string text)
    {
        await System.IO.File.WriteAllTextAsync(File, text, TestContext.Current.CancellationToken);

        (await RefusedStart.MessageAsync("--Emulator:Storage=memory", $"--Emulator:OpenApi:Carrier={File}"))
            .ShouldStartWith($"Emulator:OpenApi:Carrier names the file {File}, which is no OpenAPI document in JSON: ");
    }

    /// <summary>Each start looks at all types, to find validators: what a type is derived from, or holds as a value, is loaded with it.</summary>
    [Fact]
    public void A_start_without_documents_does_not_load_what_judges_by_them()
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

        var loading = typeof(Program).Assembly.GetTypes().Where(type => IsOfLibrary(type.BaseType) || type.GetInterfaces().Any(IsOfLibrary)
            || type.GetFields(all).Any(field => field.FieldType.IsValueType && IsOfLibrary(field.FieldType)));

        loading.ShouldBeEmpty();

        static bool IsOfLibrary(Type? type) => type is not null
            && (type.Assembly.GetName().Name is "NJsonSchema" or "Newtonsoft.Json" || type.GetGenericArguments().Any(IsOfLibrary));
    }

    /// <summary>Whoever has Noyo's own documents has them in <c>shared/noyo/openapi</c> beside the repository.</summary>
    [Fact]
    public async Task With_Noyos_documents_every_operation_is_answered_and_every_list_can_be_read()
    {
        var folder = Path.Combine(Repository.Root, "..", "shared", "noyo", "openapi");
        Assert.SkipUnless(Directory.Exists(folder), $"Noyo's documents are not at {folder}.");
        await using var app = new EmulatorApp(
            ("Emulator:OpenApi:Fulfillment", Path.Combine(folder, "fulfillment.json")), ("Emulator:OpenApi:Tracking", Path.Combine(folder, "tracking.json")),
            ("Emulator:OpenApi:Carrier", Path.Combine(folder, "carrier.json")));
        var rows = await app.GetAsync("/_emulator/fidelity?page_size=100&fidelity=shape,none");
        using var client = app.UncheckedClient();
        client.DefaultRequestHeaders.Authorization = app.Client.DefaultRequestHeaders.Authorization;

        var answers = new List<string>();
        foreach (var row in rows["response"]!.AsArray())
        {
            ((string?)row!["fidelity"]).ShouldBe("shape", row.ToJsonString());
            var path = Regex.Replace((string)row["path"]!, @"\{[^}]+\}", "ffffffff-0000-4000-8000-000000000000", RegexOptions.None, TimeSpan.FromSeconds(1));
            using var request = new HttpRequestMessage(new HttpMethod((string)row["method"]!), $"/{row["api"]}{path}")
            {
                Content = (string?)row["method"] is "GET" or "DELETE" ? null : new StringContent("{}", System.Text.Encoding.UTF8, "application/json"),
            };
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            response.Headers.GetValues("X-Emulator-Fidelity").ShouldBe(["shape"]);
            var isList = (string?)row["method"] == "GET" && !((string)row["path"]!).Contains('{', StringComparison.Ordinal);
            if (isList ? response.StatusCode != HttpStatusCode.OK : (int)response.StatusCode >= 500)
                answers.Add($"{row["method"]} {row["path"]}: {(int)response.StatusCode}");
        }

        answers.ShouldBeEmpty();
    }
}
