namespace NoyoEmulator.Http.Routing;

/// <summary>How much of what an operation does is Noyo's published behavior.</summary>
internal enum Fidelity
{
    /// <summary>Noyo publishes its shape and what it does.</summary>
    Documented,

    /// <summary>A part of what it does is a conclusion, which a real account may prove wrong.</summary>
    Inferred,

    /// <summary>It keeps and answers what its schema says; nothing follows from it.</summary>
    Shape,

    /// <summary>The emulator does not have it, and answers 501.</summary>
    None,
}

/// <summary>Says of an endpoint how faithful it is.</summary>
internal sealed record FidelityMetadata(Fidelity Fidelity);

/// <summary>Marks endpoints with their fidelity, and answers with the mark.</summary>
internal static class Fidelities
{
    /// <summary>The header that every answer to a request for Noyo carries.</summary>
    public const string Header = "X-Emulator-Fidelity";

    private static readonly string[] Words = [.. Enum.GetNames<Fidelity>().Select(name => name.ToLowerInvariant())];

    /// <summary>Says how faithful an endpoint is, or all of a group whose own says nothing else.</summary>
    public static TBuilder WithFidelity<TBuilder>(this TBuilder builder, Fidelity fidelity)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new FidelityMetadata(fidelity)));
        return builder;
    }

    /// <summary>Must come after routing, and before everything that answers.</summary>
    public static IApplicationBuilder UseFidelity(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        // Written when the answer begins: what handles an exception removes the headers that there are.
        if (NoyoTraffic.Is(context))
            context.Response.OnStarting(static state => Write((Answer)state), new Answer(context.Response, Of(context)));
        return next(context);
    });

    /// <summary>
    /// That of the request's operation. No operation has the path or the method otherwise: what Noyo answers then is not published, but for
    /// one that it has and the emulator has not.
    /// </summary>
    private static Fidelity Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<FidelityMetadata>()?.Fidelity
        ?? (!NoyoTraffic.HasEndpoint(context) && NoyoOperations.Find(ApiFamilies.Of(context), context.Request.Method, context.Request.Path) is not null
            ? Fidelity.None
            : Fidelity.Inferred);

    private static Task Write(Answer answer)
    {
        answer.Response.Headers[Header] = Words[(int)answer.Fidelity];
        return Task.CompletedTask;
    }

    private sealed record Answer(HttpResponse Response, Fidelity Fidelity);
}
