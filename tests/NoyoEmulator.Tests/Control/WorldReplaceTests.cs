using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

/// <summary>Beginning a world anew under a name that exists.</summary>
public sealed class WorldReplaceTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Worlds = "/_emulator/worlds";

    [Fact]
    public async Task A_suite_that_begins_in_the_same_way_each_time_passes_the_second_time_too()
    {
        foreach (var (method, path, body) in new[]
        {
            (HttpMethod.Post, Worlds, """{"name":"suite","replace":true,"seed":"s"}"""), (HttpMethod.Put, $"{Worlds}/suite", """{"seed":"s"}"""),
        })
        {
            string? id = null;
            for (var run = 0; run < 2; run++)
            {
                _ = await App.DoAsync(method, path, JsonNode.Parse(body));
                var posted = await App.DoAsync(
                    HttpMethod.Post, $"/w/suite/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01"));
                posted["created_members"]!.AsArray().ShouldNotBeEmpty();
                posted.Id().ShouldBe(id ??= posted.Id());
            }
        }

        _ = await App.DoAsync(HttpMethod.Delete, $"{Worlds}/suite");
    }

    [Fact]
    public async Task Without_replace_a_name_that_is_taken_is_a_conflict_that_names_the_way_out()
    {
        _ = await App.DoAsync(HttpMethod.Put, $"{Worlds}/taken");
        var error = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, Worlds, new JsonObject { ["name"] = "Taken" });
        error.Text("message").ShouldContain("replace: true");
        _ = await App.DoAsync(HttpMethod.Delete, $"{Worlds}/taken");
    }

    [Theory]
    [InlineData("""{"from":"here"}""", 422, "from must be another world than the one to replace")]
    [InlineData("""{"from":"default","checkpoint":"none"}""", 404, "none")]
    [InlineData("""{"from":"nowhere"}""", 404, "from names no world: nowhere")]
    [InlineData("""{"name":"there"}""", 422, "name must be left out, or be the name in the path")]
    public async Task What_stands_in_the_way_leaves_the_world_as_it_was(string body, int status, string message)
    {
        _ = await App.DoAsync(HttpMethod.Put, $"{Worlds}/here");
        _ = await App.DoAsync(
            HttpMethod.Post, $"/w/here/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01"));

        var error = await App.RefusedAsync((HttpStatusCode)status, HttpMethod.Put, $"{Worlds}/here", JsonNode.Parse(body));

        error.Text("message").ShouldContain(message);
        _ = await App.GetAsync($"/w/here/api/v1/employees/{FamilyBody.Id(1)}/status");
        _ = await App.DoAsync(HttpMethod.Delete, $"{Worlds}/here");
    }

    [Fact]
    public async Task The_default_world_is_reset_and_not_replaced()
    {
        var error = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"{Worlds}/default");
        error.Text("message").ShouldBe("The default world cannot be replaced; reset it instead");
    }
}
