using NoyoEmulator.Configuration;
using NoyoEmulator.Faults;
using Serilog;
using Serilog.Events;
using Serilog.Filters;
using Serilog.Formatting.Json;

namespace NoyoEmulator.Hosting;

/// <summary>Serilog behind the framework's loggers: readable lines, or one JSON object a line.</summary>
internal static class EmulatorLogging
{
    private static readonly Func<LogEvent, bool> FromTheHost = Matching.FromSource("Microsoft.Extensions.Hosting");

    private const string Template = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>Replaces the host's loggers. The section <c>Serilog</c> of the configuration may change levels.</summary>
    public static WebApplicationBuilder AddEmulatorLogging(this WebApplicationBuilder builder, EmulatorOptions options)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            // In development the host puts it before everything; all it could add is that it cannot show its page.
            .MinimumLevel.Override("Microsoft.AspNetCore.Diagnostics.DeveloperExceptionPageMiddleware", LogEventLevel.Fatal)
            .Filter.ByExcluding(IsExplainedAtTheEnd)
            // What these two name decides nothing here; the start report has what does.
            .Filter.ByExcluding(entry => entry.MessageTemplate.Text is "Hosting environment: {EnvName}" or "Content root path: {ContentRoot}")
            // Thrown on purpose, and reported by the server as if it were a failure.
            .Filter.ByExcluding(entry => entry.Exception is AnswerCutException);
        // Reading it takes a look at all of Serilog's assemblies.
        if (builder.Configuration.GetSection("Serilog").Exists())
            ReadLevels(configuration, builder.Configuration);
        _ = options.LogFormat == LogFormat.Json
            ? configuration.WriteTo.Console(new JsonFormatter(renderMessage: true))
            : configuration.WriteTo.Console(outputTemplate: Template);
        _ = builder.Services.AddSerilog(configuration.CreateLogger(), dispose: true);
        return builder;
    }

    // The host reports a failed start with a stack trace of its own.
    private static bool IsExplainedAtTheEnd(LogEvent entry) =>
        entry.Exception is { } exception && StartFailure.Explain(exception) is not null && FromTheHost(entry);

    private static void ReadLevels(LoggerConfiguration logger, IConfiguration configuration)
    {
        try
        {
            _ = logger.ReadFrom.Configuration(configuration);
        }
        catch (InvalidOperationException exception)
        {
            throw new ConfigurationException($"The section Serilog cannot be used: {exception.Message}");
        }
    }
}
