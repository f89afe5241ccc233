var builder = DistributedApplication.CreateBuilder(args);

var noyo = builder.AddNoyoEmulator("noyo").WithSeed("seed.json");

builder.AddProject<Projects.Platform>("platform")
    .WithEnvironment("Noyo__FulfillmentUrl", noyo.Resource.FulfillmentUrl)
    .WithEnvironment("Noyo__TrackingUrl", noyo.Resource.TrackingUrl)
    .WithEnvironment("Noyo__AccessToken", "anything")
    .WithEnvironment("Noyo__WebhookSecret", "s3cret")
    .WithHttpEndpoint()
    .WaitFor(noyo);

builder.Build().Run();
