using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Http.Callers;

/// <summary>Refuses requests to hosts that are not the emulator's, with 421.</summary>
internal sealed class HostCheck(RequestDelegate next, EmulatorOptions options)
{
    private readonly HostNames _names = new(options.Hosts, Environment.MachineName);

    /// <summary>The last header that was found good, which nearly always is that of the next request too.</summary>
    private string _known = "";

    public Task InvokeAsync(HttpContext context)
    {
        // HTTP/1.0 knows requests without one; browsers send none such.
        var header = context.Request.Headers.Host.ToString();
        if (header.Length == 0 || string.Equals(header, _known, StringComparison.Ordinal))
            return next(context);
        var host = HostNames.HostOf(header);
        if (_names.Has(host))
        {
            _known = header;
            return next(context);
        }

        return HostNames.IsAddress(host, context.Connection.LocalIpAddress)
            ? next(context)
            : Refusal(host.ToString()).ExecuteAsync(context);
    }

    private static ApiErrorResult Refusal(string host) => ApiErrorResult.Of(
        StatusCodes.Status421MisdirectedRequest,
        $"{host} is not a host of the emulator's. Call it as localhost, or, if this name is yours, put {host} into the option Emulator:Hosts "
        + "(Emulator__Hosts in the environment)");
}

internal static class HostCheckRegistration
{
    /// <summary>Must come before everything that reads or does anything.</summary>
    public static IApplicationBuilder UseHostCheck(this IApplicationBuilder app) => app.UseMiddleware<HostCheck>();
}
