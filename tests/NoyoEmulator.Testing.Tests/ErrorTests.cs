using System.Net;
using System.Net.Sockets;
using NoyoEmulator.Testing.Tests.Infrastructure;

namespace NoyoEmulator.Testing.Tests;

/// <summary>What goes wrong says what the emulator said, where, and how to go on.</summary>
public sealed class ErrorTests
{
    [Fact]
    public async Task A_refused_snapshot_names_each_place()
    {
        await using var noyo = await Guide.WorldAsync();
        var body = System.Text.Json.Nodes.JsonNode.Parse(Guide.Enrollment.ToString())!;
        body["coverages"]![0]!["line_of_coverage"] = "sight";
        body["snapshot_mode"] = "current";

        var refusal = await Should.ThrowAsync<NoyoEmulatorException>(() => noyo.PostSnapshotAsync(Guide.Group, body));

        refusal.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refusal.Message.ShouldStartWith($"POST {noyo.FulfillmentUri}api/v1/groups/{Guide.Group}/member_snapshots answered 422: ");
        refusal.Message.ShouldContain("\n  $.coverages[0].line_of_coverage: ");
        refusal.Message.ShouldContain("\n  $.snapshot_mode: ");
        refusal.Message.ShouldEndWith("Swagger UI, at /swagger of the emulator, has all fields and their values.");
        refusal.Problem!.Value.GetProperty("status").GetInt32().ShouldBe(422);
    }

    [Fact]
    public async Task A_time_that_is_none_is_refused_by_its_place() =>
        (await Should.ThrowAsync<NoyoEmulatorException>(() => NoyoWorld.CreateAsync(now: "yesterday"))).Message.ShouldContain("clock.now");

    [Fact]
    public async Task An_emulator_that_is_not_there_is_told_with_its_address()
    {
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        await using var host = NoyoEmulatorHost.Connect(new Uri($"http://127.0.0.1:{port}"));

        var failure = await Should.ThrowAsync<NoyoEmulatorException>(() => host.CreateWorldAsync());

        failure.Message.ShouldStartWith($"POST http://127.0.0.1:{port}/_emulator/worlds got no answer: ");
        failure.Message.ShouldContain($"Is an emulator running at http://127.0.0.1:{port}/, and is the port of its container published?");
        Should.Throw<ArgumentException>(() => NoyoEmulatorHost.Connect(new Uri("ftp://localhost"))).Message.ShouldContain("one is http://localhost:8080");
    }

    [Fact]
    public async Task An_emulator_that_refuses_to_start_is_told_with_its_own_words()
    {
        var options = new NoyoEmulatorOptions { Configuration = new Dictionary<string, string> { ["Noyo:DifferenceList"] = "tree" } };

        var failure = await Should.ThrowAsync<NoyoEmulatorException>(() => NoyoEmulatorHost.StartAsync(options));

        failure.Message.ShouldContain("The emulator ended with exit code 1 before it served.");
        failure.Message.ShouldContain("Noyo:DifferenceList");
    }

    [Fact]
    public async Task A_dotnet_that_is_not_there_says_what_to_install() =>
        (await Should.ThrowAsync<NoyoEmulatorException>(() => NoyoEmulatorHost.StartAsync(new NoyoEmulatorOptions { DotnetPath = "/nowhere/dotnet" })))
            .Message.ShouldContain("The emulator runs on the ASP.NET Core runtime 10 or later; install it");

    [Fact]
    public void A_text_that_is_no_json_and_a_file_that_is_not_there_are_told_before_anything_is_sent()
    {
        Should.Throw<ArgumentException>(() => NoyoJson.FromString("{")).Message.ShouldStartWith("This is no JSON: ");
        Should.Throw<FileNotFoundException>(() => NoyoJson.FromFile("nowhere.json")).Message.ShouldContain("CopyToOutputDirectory");
        Should.Throw<InvalidOperationException>(() => default(NoyoJson).ToString());
    }
}
