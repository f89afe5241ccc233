using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddOptions<NoyoOptions>().BindConfiguration("Noyo").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddHttpClient<NoyoClient>();
builder.Services.AddSingleton<DiscrepancyList>();

var app = builder.Build();

app.MapPost("/groups/{groupId:guid}/enrollments", async (Guid groupId, JsonElement enrollment, NoyoClient noyo, CancellationToken cancellationToken) =>
    Results.Accepted(value: new { SnapshotId = await noyo.PostSnapshotAsync(groupId, enrollment, cancellationToken) }));

app.MapGet("/discrepancies", (DiscrepancyList discrepancies) => discrepancies.All);

app.MapPost("/webhooks/noyo", async (
    HttpRequest request, NoyoClient noyo, DiscrepancyList discrepancies, IOptions<NoyoOptions> options, CancellationToken cancellationToken) =>
{
    // The signature is that of the bytes as they came.
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body, cancellationToken);
    var isGenuine = NoyoSignature.IsGenuine(
        options.Value.WebhookSecret, request.Headers["x-noyo-signature"].ToString(), request.Headers["x-noyo-timestamp"].ToString(), body.ToArray());
    if (!isGenuine)
        return Results.Unauthorized();

    // The same webhook can come twice: each of these is the same when it is done again.
    var webhook = JsonSerializer.Deserialize<NoyoWebhook>(body.ToArray(), JsonSerializerOptions.Web)!;
    switch (webhook.Event.Type)
    {
        case "difference.discrepancy":
            discrepancies.Set(await noyo.GetDifferenceAsync(webhook.Data.Id, cancellationToken));
            break;
        case "difference.resolved" or "difference.replaced":
            discrepancies.Remove(webhook.Data.Id);
            break;
    }

    return Results.Ok();
});

app.Run();
