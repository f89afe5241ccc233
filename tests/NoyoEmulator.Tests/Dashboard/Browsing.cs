using Microsoft.Playwright;
using NoyoEmulator.Tests.Dashboard;
using NoyoEmulator.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(Browsing))]

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>
/// The browser of all tests of the dashboard, and the emulator that they share, on a real socket. Each is started when the first test wants it.
/// </summary>
public sealed class Browsing : IAsyncDisposable
{
    /// <summary>For whatever a page is to show in the end. It shows it at once, but on a busy machine.</summary>
    private const float LongEnough = 20_000;

    private static readonly string[] Installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly Lazy<EmulatorApp> _emulator = new(() => EmulatorApp.OnSocket());
    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> _browser = new(LaunchAsync);
    private int _worlds;

    /// <summary>The emulator that tests share, each with a world of its own.</summary>
    public EmulatorApp Emulator => _emulator.Value;

    /// <summary>A name that no other test's world has.</summary>
    public string NextName() => $"w{Interlocked.Increment(ref _worlds)}";

    /// <summary>A browser window of somebody who was never here before. Where there is no browser, the test is skipped.</summary>
    public async Task<Visitor> VisitAsync(Uri root, BrowserNewContextOptions? options = null)
    {
        var (_, browser) = await _browser.Value;
        options ??= new BrowserNewContextOptions();
        options.Locale = "en-US";
        options.ViewportSize ??= new ViewportSize { Width = 1280, Height = 800 };
        options.ReducedMotion = ReducedMotion.Reduce;
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(LongEnough);
        return new Visitor(context, await context.NewPageAsync(), root);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            var (playwright, browser) = await _browser.Value;
            await browser.CloseAsync();
            playwright.Dispose();
        }

        if (_emulator.IsValueCreated)
            await _emulator.Value.DisposeAsync();
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> LaunchAsync()
    {
        var named = Environment.GetEnvironmentVariable("CHROMIUM");
        var executable = Array.Find([named, .. Installed], File.Exists);
        Assert.SkipWhen(executable is null, "No Chromium: install it (apt-get install chromium), or name its executable in the environment variable CHROMIUM.");

        Assertions.SetDefaultExpectTimeout(LongEnough);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,
            // Chromium does not start its sandbox for root.
            Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [],
        });
        return (playwright, browser);
    }
}
