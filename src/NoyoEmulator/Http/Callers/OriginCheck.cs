using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Http.Callers;

/// <summary>
/// Refuses requests to the control plane that browsers send for web pages of other origins, with 403. Such pages could not read the
/// answer, but what they ask for would be done.
/// </summary>
/// <param name="next">What follows.</param>
/// <param name="prefix">Where the control plane begins.</param>
/// <param name="options">Knows the origins that may.</param>
internal sealed class OriginCheck(RequestDelegate next, PathString prefix, EmulatorOptions options)
{
    private const string SiteHeader = "Sec-Fetch-Site";
    private const string OtherSite = "cross-site";
    private const string SchemeEnd = "://";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase))
            return next(context);
        var origin = request.Headers.Origin.ToString();
        var isOtherSite = string.Equals(request.Headers[SiteHeader].ToString(), OtherSite, StringComparison.OrdinalIgnoreCase);
        if (origin.Length == 0)
            return isOtherSite ? Refusal().ExecuteAsync(context) : next(context);
        return (!isOtherSite && IsOwn(origin, request)) || options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)
            ? next(context)
            : Refusal(origin).ExecuteAsync(context);
    }

    /// <summary>Whether an origin is where the request was sent to.</summary>
    private static bool IsOwn(ReadOnlySpan<char> origin, HttpRequest request) =>
        origin.StartsWith(request.Scheme, StringComparison.OrdinalIgnoreCase)
        && origin[request.Scheme.Length..].StartsWith(SchemeEnd, StringComparison.Ordinal)
        && origin[(request.Scheme.Length + SchemeEnd.Length)..].Equals(request.Headers.Host.ToString(), StringComparison.OrdinalIgnoreCase);

    private static ApiErrorResult Refusal() => ApiErrorResult.Forbidden(
        "The control plane is closed to web pages of other sites. If the page is a dashboard of yours, put its origin into the option "
        + "Emulator:AllowedOrigins; to open an address of the control plane in a browser, type it");

    private static ApiErrorResult Refusal(string origin) => ApiErrorResult.Forbidden(
        $"The control plane is closed to web pages of other origins, and this request comes from {origin}. "
        + (AllowedNames.ReadOrigin(origin) is { } known
            ? $"If that is a dashboard of yours, put {known} into the option Emulator:AllowedOrigins"
            : "A dashboard needs an origin of its own, which the option Emulator:AllowedOrigins can name"));
}

internal static class OriginCheckRegistration
{
    /// <summary>
    /// Must come after what takes prefixes off the path, and before routing. Answers to the allowed origins say that they are allowed;
    /// without any, nothing says so to anybody.
    /// </summary>
    public static IApplicationBuilder UseOriginCheck(this IApplicationBuilder app, PathString prefix)
    {
        var allowed = app.ApplicationServices.GetRequiredService<EmulatorOptions>().AllowedOrigins;
        _ = app.UseMiddleware<OriginCheck>(prefix);
        return allowed is [] ? app : app.UseCors(policy => policy.WithOrigins([.. allowed]).AllowAnyMethod().AllowAnyHeader().WithExposedHeaders("*"));
    }
}
