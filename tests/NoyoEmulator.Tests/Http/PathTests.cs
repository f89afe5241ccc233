using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Http;

/// <summary>Paths and methods as tools and people write them.</summary>
public sealed class PathTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Theory]
    [InlineData("/ping")]
    [InlineData("/_emulator/health/ready")]
    [InlineData("/_emulator/clock")]
    [InlineData("/tracking/api/v1/differences")]
    [InlineData("/api/v1/member_snapshots")]
    [InlineData("/swagger/index.html")]
    public async Task HEAD_is_answered_wherever_GET_is(string path)
    {
        using var get = await App.SendAsync(HttpMethod.Get, path);
        using var head = await App.SendAsync(HttpMethod.Head, path);

        head.StatusCode.ShouldBe(get.StatusCode);
        (await head.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType);
    }

    [Fact]
    public async Task HEAD_of_what_can_only_be_posted_is_not_allowed()
    {
        using var head = await App.SendAsync(HttpMethod.Head, "/_emulator/reset");
        head.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task HEAD_over_a_socket_has_no_body()
    {
        await using var app = EmulatorApp.OnSocket();
        foreach (var path in new[] { "/", "/_emulator/health/ready" })
        {
            using var head = await app.SendAsync(HttpMethod.Head, path);
            head.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        }

        // The connection is as good as before.
        _ = await app.GetAsync("/_emulator/health/ready");
    }

    [Fact]
    public async Task A_query_of_several_hundred_ids_is_read_over_a_socket()
    {
        await using var app = EmulatorApp.OnSocket();
        var ids = Enumerable.Range(0, 1_000).Select(number => $"00000000-0000-4000-8000-{number:D12}").Append(Defaults.GuideGroup);

        var found = await app.GetAsync($"/fulfillment/api/v1/groups?group_ids={string.Join(',', ids)}");

        found["response"]!.AsArray().ShouldHaveSingleItem()!.Id().ShouldBe(Defaults.GuideGroup);
    }

    [Fact]
    public async Task The_prefix_of_the_control_plane_lists_its_calls()
    {
        var calls = (await App.GetAsync("/_emulator"))["calls"]!.AsArray();
        calls.ShouldContain(call => call!.Text("method") == "POST" && call!.Text("path") == "/_emulator/reset");
        calls.ShouldAllBe(call => call!.Text("summary").Length > 0 && call!.Text("path").StartsWith("/_emulator"));
        calls.Select(call => $"{call!.Text("path")} {call!.Text("method")}").ShouldBeUnique();
    }

    [Theory]
    [InlineData("/api/v1/employees//status")]
    [InlineData("/api/v1/groups//member_snapshots")]
    [InlineData("/api/v1/rule_sets//")]
    [InlineData("/tracking/api/v1/differences//dismiss")]
    public async Task An_empty_part_of_a_path_is_no_id(string path)
    {
        using var response = await App.SendAsync(HttpMethod.Get, path);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.Text("message")
            .ShouldEndWith("; a part of it is empty, where an id or a name is missing");
    }

    [Theory]
    [InlineData("{0}", HttpStatusCode.OK)]
    [InlineData("{{{0}}}", HttpStatusCode.NotFound)]
    [InlineData("({0})", HttpStatusCode.NotFound)]
    public async Task An_id_in_a_path_has_36_characters(string form, HttpStatusCode status)
    {
        var employee = (await App.EmployeesAsync())[0];
        using var response = await App.SendAsync(HttpMethod.Get, $"/api/v1/employees/{string.Format(form, employee)}/status");
        response.StatusCode.ShouldBe(status);
        using var bare = await App.SendAsync(HttpMethod.Get, $"/api/v1/employees/{employee.Replace("-", "")}/status");
        bare.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
