using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Accounts;

public sealed class AuthenticationTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Unauthorized = """{"message":"Unauthorized","status":401}""";
    private const string Snapshots = "/api/v1/member_snapshots";

    private static readonly (string, string?)[] Strict = [("Emulator:Authentication", "strict")];

    [Fact]
    public async Task A_client_gets_a_token_for_its_id_and_secret_on_every_base_url()
    {
        await using var app = new EmulatorApp(Strict);
        using var client = app.AnonymousClient();

        foreach (var (path, host) in new (string, string?)[]
        {
            ("/accounts/auth/public/token", null), ("/auth/public/token", null), ("/auth/public/token", "accounts.localhost"), ("/w/default/accounts/auth/public/token", null),
            ("/fulfillment/auth/public/token", null), ("/tracking/auth/public/token", null), ("/carrier/auth/public/token", null),
            ("/auth/public/token", "tracking.noyo.com"), ("/auth/public/token", "accounts-sandbox.noyo.com"), ("/w/default/tracking/auth/public/token", null),
        })
        {
            using var response = await RequestAsync(client, path, "client:secret", host: host);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            var token = await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);
            token!["expires_in"]!.GetValue<long>().ShouldBe(864_000);
            token["token_type"]!.GetValue<string>().ShouldBe("Bearer");
            token.AsObject().Select(part => part.Key).ShouldBe(["access_token", "expires_in", "token_type"]);

            foreach (var (used, usedHost) in new (string, string?)[]
            {
                ($"/fulfillment{Snapshots}", null), (Snapshots, null), (Snapshots, "fulfillment.noyo.test"), ("/tracking/api/v1/differences", null),
                ("/api/v1/differences", "tracking.noyo.test"), ($"/w/default/fulfillment{Snapshots}", null),
            })
            {
                (await StatusAsync(client, used, token["access_token"]!.GetValue<string>(), usedHost)).ShouldBe((HttpStatusCode.OK, null), used);
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic ???")]
    [InlineData("Basic bm9jb2xvbg==")]
    [InlineData("Basic OnNlY3JldA==")]
    [InlineData("Basic /w==")]
    [InlineData("Bearer abc")]
    [InlineData("Digest x")]
    public async Task Without_an_id_and_secret_there_is_no_token(string? header)
    {
        var app = await shared.FreshAsync();
        using var client = app.AnonymousClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/accounts/auth/public/token") { Content = GrantOf("client_credentials") };
        if (header is not null)
            _ = request.Headers.TryAddWithoutValidation("Authorization", header);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(Unauthorized);
    }

    [Fact]
    public async Task A_request_for_a_token_must_be_for_client_credentials()
    {
        var app = await shared.FreshAsync();
        using var client = app.AnonymousClient();

        foreach (var grant in new[] { "password", "", "CLIENT_CREDENTIALS", null })
        {
            using var response = await RequestAsync(client, "/accounts/auth/public/token", "client:secret", GrantOf(grant));
            response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var error = await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);
            error!["errors"]![0]!["field"]!.GetValue<string>().ShouldBe("$.grant_type");
        }

        using var text = new StringContent("grant_type=client_credentials", Encoding.UTF8, "text/plain");
        using var notJson = await RequestAsync(client, "/accounts/auth/public/token", "client:secret", text);
        notJson.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        using var empty = new StringContent("", Encoding.UTF8, "application/json");
        using var noBody = await RequestAsync(client, "/accounts/auth/public/token", "client:secret", empty);
        noBody.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("grant_type=client_credentials", "orders:secret")]
    [InlineData("grant_type=client_credentials&client_id=orders&client_secret=secret", null)]
    [InlineData("client_secret=&client_id=orders&scope=a%20b&grant_type=client_credentials", null)]
    [InlineData("grant_type=client_credentials&client_id=orders", null)]
    [InlineData("grant_type=client_credentials&client_id=default&client_secret=x", "orders:secret")]
    public async Task An_OAuth_client_asks_with_a_form_and_gets_a_token_of_its_world(string body, string? credentials)
    {
        await using var app = new EmulatorApp(Strict);
        _ = await app.CreateWorldAsync("orders");
        using var client = app.AnonymousClient();
        using var form = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/fulfillment/auth/public/token") { Content = form };
        if (credentials is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var token = (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["access_token"]!.GetValue<string>();
        (await StatusAsync(client, $"/w/orders{Snapshots}", token)).Status.ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(client, $"/w/default{Snapshots}", token)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("grant_type=password&client_id=a", HttpStatusCode.UnprocessableEntity, "grant_type must be client_credentials")]
    [InlineData("", HttpStatusCode.UnprocessableEntity, "grant_type must be client_credentials")]
    [InlineData("grant_type=client_credentials", HttpStatusCode.Unauthorized, "Unauthorized")]
    [InlineData("grant_type=client_credentials&client_id=", HttpStatusCode.Unauthorized, "Unauthorized")]
    [InlineData("grant_type=client_credentials&client_id=a&client_id=b", HttpStatusCode.BadRequest, "The field $.client_id is in the form twice")]
    public async Task A_form_that_says_something_else_is_refused_as_JSON_would_be(string body, HttpStatusCode status, string message)
    {
        var app = await shared.FreshAsync();
        using var client = app.AnonymousClient();
        using var form = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");

        using var response = await client.PostAsync("/accounts/auth/public/token", form, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["message"]!.GetValue<string>().ShouldContain(message);
    }

    [Fact]
    public async Task The_credentials_may_be_in_a_JSON_body()
    {
        var app = await shared.FreshAsync();
        using var client = app.AnonymousClient();
        using var body = new StringContent("{\"grant_type\": \"client_credentials\", \"client_id\": \"a\", \"client_secret\": \"b\"}", Encoding.UTF8, "application/json");

        using var response = await client.PostAsync("/accounts/auth/public/token", body, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_strict_emulator_takes_its_own_tokens_for_864_seconds_of_the_worlds_time()
    {
        await using var app = new EmulatorApp(Strict);
        using var client = app.AnonymousClient();
        var token = await TokenAsync(client);

        (await StatusAsync(client, Snapshots, token)).Status.ShouldBe(HttpStatusCode.OK);
        _ = await app.AdvanceAsync("PT863.999S");
        (await StatusAsync(client, Snapshots, token)).Status.ShouldBe(HttpStatusCode.OK);
        _ = await app.AdvanceAsync("PT0.001S");
        (await StatusAsync(client, Snapshots, token)).ShouldBe((HttpStatusCode.Unauthorized, Unauthorized));

        (await StatusAsync(client, Snapshots, await TokenAsync(client))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_expires_by_the_clock_of_its_own_world()
    {
        await using var app = new EmulatorApp(Strict);
        await using var ahead = await app.CreateWorldAsync("ahead");
        using var client = app.AnonymousClient();
        var token = await TokenAsync(client);
        (await app.ClockAsync())["now"]!.GetValue<string>().ShouldBe((await ahead.ClockAsync())["now"]!.GetValue<string>());

        var tokenAhead = await TokenAsync(client, "ahead");

        _ = await ahead.AdvanceAsync("PT864S");

        (await StatusAsync(client, Snapshots, tokenAhead)).ShouldBe((HttpStatusCode.Unauthorized, Unauthorized));
        (await StatusAsync(client, Snapshots, token)).Status.ShouldBe(HttpStatusCode.OK);
        _ = await app.CreateWorldAsync("behind");
        var tokenBehind = await TokenAsync(client, "behind");
        _ = await app.AdvanceAsync("PT864S");
        (await StatusAsync(client, Snapshots, token)).ShouldBe((HttpStatusCode.Unauthorized, Unauthorized));
        (await StatusAsync(client, Snapshots, tokenBehind)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_token_given_with_a_world_lives_as_long_as_the_world()
    {
        await using var app = new EmulatorApp(Strict);
        await using var world = await app.CreateWorldAsync("lasting");

        _ = await world.AdvanceAsync("P1000D");

        (await StatusAsync(world.Client, Snapshots, token: null)).Status.ShouldBe(HttpStatusCode.OK);
        _ = await app.DoAsync(HttpMethod.Delete, "/_emulator/worlds/lasting");
        (await StatusAsync(world.Client, Snapshots, token: null)).Status.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_ends_with_its_world()
    {
        await using var app = new EmulatorApp(Strict);
        await using var world = await app.CreateWorldAsync("brief");
        (await StatusAsync(world.Client, Snapshots, token: null)).Status.ShouldBe(HttpStatusCode.OK);

        _ = await app.DoAsync(HttpMethod.Delete, "/_emulator/worlds/brief");

        foreach (var path in new[] { Snapshots, $"/w/default{Snapshots}" })
            (await StatusAsync(world.Client, path, token: null)).ShouldBe((HttpStatusCode.Unauthorized, Unauthorized), path);
    }

    [Theory]
    [InlineData("strict")]
    [InlineData("any")]
    public async Task A_token_of_a_deleted_world_is_none_for_another_world_of_its_name(string mode)
    {
        await using var app = new EmulatorApp(("Emulator:Authentication", mode));
        await using var old = await app.CreateWorldAsync("again");
        _ = await app.DoAsync(HttpMethod.Delete, "/_emulator/worlds/again");
        await using var another = await app.CreateWorldAsync("again");

        // The control plane declares no such answer: a token is not what it asks for.
        using var stranger = app.UncheckedClient();
        stranger.DefaultRequestHeaders.Authorization = old.Client.DefaultRequestHeaders.Authorization;
        foreach (var path in new[] { Snapshots, "/_emulator/clock" })
            (await StatusAsync(stranger, path, token: null)).ShouldBe((HttpStatusCode.Unauthorized, Unauthorized), path);
        (await StatusAsync(another.Client, Snapshots, token: null)).Status.ShouldBe(HttpStatusCode.OK);
        _ = await another.ResetAsync();
        (await StatusAsync(another.Client, Snapshots, token: null)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_strict_emulator_takes_a_token_in_no_other_world_than_its_own()
    {
        await using var app = new EmulatorApp(Strict);
        await using var one = await app.CreateWorldAsync("one");
        _ = await app.CreateWorldAsync("two");

        (await StatusAsync(one.Client, $"/w/ONE{Snapshots}", token: null)).Status.ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(one.Client, $"/w/two{Snapshots}", token: null)).ShouldBe((HttpStatusCode.Unauthorized, Unauthorized));
        using var other = new HttpRequestMessage(HttpMethod.Get, Snapshots);
        other.Headers.Add("X-Emulator-World", "two");
        using var answer = await one.Client.SendAsync(other, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_strict_emulator_refuses_every_other_token()
    {
        await using var app = new EmulatorApp(Strict);
        await using var other = new EmulatorApp(Strict);
        using var client = app.AnonymousClient();
        using var stranger = other.AnonymousClient();
        var token = await TokenAsync(client);
        var parts = token.Split('.');
        var unsigned = Convert.ToBase64String("""{"alg":"none","typ":"JWT"}"""u8).TrimEnd('=');

        foreach (var bad in new[]
        {
            "any", "a.b.c", "..", ".", token[..^1], token[..^10], token[1..], token + "A", $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}",
            $"{parts[0]}.{parts[1][..^1]}.{parts[2]}", $"{unsigned}.{parts[1]}.", $"{unsigned}.{parts[1]}.{parts[2]}", $"{parts[1]}.{parts[0]}.{parts[2]}",
            Flip(token, 5), Flip(token, parts[0].Length + 8), Flip(token, token.Length - 8), await TokenAsync(stranger), new string('a', 5_000),
        })
        {
            (await StatusAsync(client, Snapshots, bad)).ShouldBe((HttpStatusCode.Unauthorized, Unauthorized), bad);
        }

        (await StatusAsync(client, Snapshots, token: null)).ShouldBe((HttpStatusCode.Unauthorized, Unauthorized));
        (await StatusAsync(client, Snapshots, token)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task By_default_any_token_will_do_but_there_must_be_one()
    {
        var app = await shared.FreshAsync();
        using var client = app.AnonymousClient();

        foreach (var token in new[] { "any", "a.b.c", "x y" })
            (await StatusAsync(client, Snapshots, token)).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var header in new[] { null, "", "Bearer", "Bearer ", "Basic YTpi", "any" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Snapshots);
            if (header is not null)
                _ = request.Headers.TryAddWithoutValidation("Authorization", header);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, header);
            (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(Unauthorized);
        }
    }

    [Fact]
    public async Task With_authentication_off_no_token_is_asked_for()
    {
        await using var app = new EmulatorApp(("Emulator:Authentication", "off"));
        using var client = app.AnonymousClient();

        (await StatusAsync(client, Snapshots, token: null)).Status.ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(client, "/tracking/api/v1/differences", "garbage")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_ping_needs_no_token_on_any_api()
    {
        await using var app = new EmulatorApp(Strict);
        using var client = app.AnonymousClient();

        foreach (var path in new[] { "/ping", "/fulfillment/ping", "/tracking/ping", "/carrier/ping", "/w/default/tracking/ping" })
            (await client.GetStringAsync(path, TestContext.Current.CancellationToken)).ShouldBe("OK");
    }

    private static string Flip(string token, int index) => token[..index] + (token[index] == 'A' ? 'B' : 'A') + token[(index + 1)..];

    private static StringContent GrantOf(string? grant) =>
        new(grant is null ? "{}" : new JsonObject { ["grant_type"] = grant }.ToJsonString(), Encoding.UTF8, "application/json");

    private static async Task<HttpResponseMessage> RequestAsync(
        HttpClient client, string path, string credentials, HttpContent? content = null, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content ?? GrantOf("client_credentials") };
        request.Headers.Host = host;
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<string> TokenAsync(HttpClient client, string clientId = "client")
    {
        using var response = await RequestAsync(client, "/accounts/auth/public/token", $"{clientId}:secret");
        return (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["access_token"]!.GetValue<string>();
    }

    /// <summary>The status, and the body where it is a refusal.</summary>
    private static async Task<(HttpStatusCode Status, string? Refusal)> StatusAsync(HttpClient client, string path, string? token, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        if (token is not null)
            _ = request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, response.IsSuccessStatusCode ? null : body);
    }
}
