namespace NoyoEmulator.Http.Routing;

/// <summary>Tells requests to Noyo's APIs from requests to what the emulator has of its own: the control plane, Swagger UI and the dashboard.</summary>
internal static class NoyoTraffic
{
    // Routing puts it in the place of an endpoint that wants another type of body; it has no other mark.
    private const string MediaTypeEndpoint = "415 HTTP Unsupported Media Type";

    // The same, of one that wants another method.
    private const string MethodEndpoint = "405 HTTP Method Not Supported";

    private static readonly PathString[] OwnPaths = ["/_emulator", "/swagger", "/dashboard"];

    /// <summary>Whether a request is meant for Noyo, be its path known or not. Must come after routing.</summary>
    public static bool Is(HttpContext context) => context.GetEndpoint() is RouteEndpoint endpoint
        ? endpoint.Metadata.GetMetadata<ApiFamilyMetadata>() is not null
        : !IsOwn(context.Request.Path);

    /// <summary>Whether there is an endpoint of the path and method, though it may want another type of body.</summary>
    public static bool HasEndpoint(HttpContext context) => context.GetEndpoint() is RouteEndpoint or { DisplayName: MediaTypeEndpoint };

    /// <summary>Whether there are endpoints of the path, and none of the method.</summary>
    public static bool HasOtherMethods(HttpContext context) => context.GetEndpoint() is { DisplayName: MethodEndpoint };

    /// <summary>Whether a path lies where only the emulator's own things are.</summary>
    public static bool IsOwn(PathString path) =>
        Array.Exists(OwnPaths, own => path.StartsWithSegments(own, StringComparison.OrdinalIgnoreCase));

    /// <summary>The API that a request is about: the one it names, or that of its endpoint.</summary>
    public static ApiFamily? FamilyOf(HttpContext context) =>
        ApiFamilies.Of(context) ?? context.GetEndpoint()?.Metadata.GetMetadata<ApiFamilyMetadata>()?.Family;

    /// <summary>The id of a request's operation; null where no operation answers it.</summary>
    public static string? OperationOf(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint endpoint ? EndpointDescription.OperationIdOf(endpoint.Metadata) : null;
}
