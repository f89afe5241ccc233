using System.Net;
using System.Text;
using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.MemberSnapshots.Validation;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;

namespace NoyoEmulator.Tests.Builders;

/// <summary>A small application with one endpoint of each kind that can refuse a request.</summary>
public sealed class RefusalApp : IAsyncLifetime
{
    private WebApplication? _app;
    private HttpClient? _client;

    public async ValueTask InitializeAsync()
    {
        _app = Create();
        await _app.StartAsync();
        _client = _app.GetTestClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client!.Dispose();
        await _app!.DisposeAsync();
    }

    /// <summary>Everything logged as a warning or worse.</summary>
    internal LogCollector Log => _app!.Services.GetRequiredService<LogCollector>();

    /// <summary>Posts a body, by default as JSON, and reads the answer.</summary>
    public Task<Answer> PostAsync(string body, string? contentType = "application/json", string path = "/snapshots") =>
        PostAsync(Encoding.UTF8.GetBytes(body), contentType, path);

    /// <summary>Posts bytes and reads the answer.</summary>
    public async Task<Answer> PostAsync(byte[] body, string? contentType = "application/json", string path = "/snapshots")
    {
        using var content = new ByteArrayContent(body);
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        return await SendAsync(HttpMethod.Post, path, content);
    }

    /// <summary>Sends any request and reads the answer.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await _client!.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var hint = response.Headers.TryGetValues(ErrorHandling.HintHeader, out var values) ? values.Single() : null;
        return new Answer(response.StatusCode, text, response.Content.Headers.ContentType?.MediaType, hint);
    }

    /// <summary>The application itself, for what needs a start of its own or a real socket.</summary>
    internal static WebApplication Create(bool withValidator = true, bool onSocket = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        if (onSocket)
            _ = builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        else
            _ = builder.WebHost.UseTestServer();

        var log = new LogCollector();
        _ = builder.Logging.ClearProviders().AddProvider(log);
        _ = builder.Services.AddSingleton(log);
        _ = builder.Services.AddSingleton(TimeProvider.System).AddErrorHandling().AddWireJson().AddRequestValidation();
        _ = builder.Services.AddSingleton<IUnknownPathHint, Hint>().AddSingleton<ILoggedPath, LoggedPath>().AddSingleton<WorldExists>(_ => false);
        if (withValidator)
            _ = builder.Services.AddSingleton<IValidator<InboundMemberSnapshot>, InboundMemberSnapshotValidator>();

        var app = builder.Build();
        _ = app.UseErrorHandling();
        _ = app.UseRouting();
        var validated = app.MapGroup("").AddValidation();
        _ = validated.MapPost("/snapshots", (JsonBody<InboundMemberSnapshot> body) => Results.Json(Echo(body), statusCode: 201));
        _ = app.MapPost("/unvalidated", (JsonBody<InboundMemberSnapshot> body) => Results.Json(Echo(body), statusCode: 201));
        _ = app.MapPost("/bytes", (JsonBody<InboundMemberSnapshot> body) => Results.Bytes(body.Bytes));
        _ = app.MapGet("/numbers/{number}", (int number) => number);
        _ = app.MapGet("/bugs/{name}", string (string name) => throw new InvalidOperationException(name));
        _ = app.MapGet("/bug", string () => throw new InvalidOperationException("a secret"));
        _ = app.MapGet("/nothing", () => Results.NotFound());
        _ = app.MapGet("/list", (HttpRequest request) =>
        {
            var query = new QueryReader(request.Query);
            var page = query.Paging();
            return query.Failure ?? Results.Ok(Paginated<int>.For(page, 7, [1]));
        });
        return app;
    }

    private static OutboundMemberSnapshot Echo(JsonBody<InboundMemberSnapshot> body) => new()
    {
        Id = Guid.Empty,
        Version = Guid.Empty,
        Created = 1,
        Modified = 1,
        EmployeeId = Guid.Empty,
        Status = "processing",
        CreatedMembers = [],
        Warnings = [],
        MemberSnapshot = JsonSerializer.Deserialize<MemberSnapshotDB>(body.Bytes.Span, WireJson.Options)!,
    };

    private sealed class Hint : IUnknownPathHint
    {
        public PathHint? HintFor(HttpContext context) => new("try /snapshots");
    }
}

/// <summary>What came back.</summary>
public sealed record Answer(HttpStatusCode Status, string Text, string? MediaType, string? Hint)
{
    /// <summary>The refusal in it.</summary>
    public ApiError Error
    {
        get
        {
            MediaType.ShouldBe("application/json");
            var error = JsonSerializer.Deserialize<ApiError>(Text, WireJson.Options).ShouldNotBeNull();
            error.Status.ShouldBe((int)Status);
            return error;
        }
    }

    /// <summary>The fields that were refused.</summary>
    public IEnumerable<string> Fields => Error.Errors.ShouldNotBeNull().Select(error => error.Field);
}
