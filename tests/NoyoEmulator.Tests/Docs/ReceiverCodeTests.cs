using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using NoyoEmulator.Tests.Docs.Receivers;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;

namespace NoyoEmulator.Tests.Docs;

/// <summary>The receivers' code of the document, with real webhooks.</summary>
public sealed partial class ReceiverCodeTests
{
    private const string Secret = "a secret with an é";

    [Fact]
    public async Task The_csharp_code_tells_genuine_webhooks_from_others()
    {
        var source = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "tests", "NoyoEmulator.Tests", "Docs", "Receivers", "NoyoSignature.cs"),
            TestContext.Current.CancellationToken);
        CodeOf("csharp").ShouldBe(source[source.IndexOf("public static class", StringComparison.Ordinal)..]);

        await JudgeAsync((secret, webhook) => Task.FromResult(
            NoyoSignature.IsGenuine(secret, webhook.Headers["x-noyo-signature"], webhook.Headers["x-noyo-timestamp"], webhook.Body)));
    }

    [Fact]
    public Task The_javascript_code_tells_genuine_webhooks_from_others() => JudgeAsync(
        "node", "receiver.cjs", CodeOf("javascript")
            + "\nconsole.log(isGenuine(...process.argv.slice(2), require('node:fs').readFileSync(0)));\n");

    [Fact]
    public Task The_python_code_tells_genuine_webhooks_from_others() => JudgeAsync(
        "python3", "receiver.py", CodeOf("python") + "\nimport sys\nprint(is_genuine(*sys.argv[1:], sys.stdin.buffer.read()))\n");

    [Fact]
    public Task The_shell_line_prints_the_digest_of_genuine_webhooks() => JudgeAsync(
        "bash", "receiver.sh",
        $"command -v openssl > /dev/null || exit 127\ncd \"$(dirname \"$0\")\"; cat > body.json; SECRET=$1; TIMESTAMP=$3\nDIGEST=$({CodeOf("bash").Trim()})\ncase \",$2,\" in *\",$DIGEST,\"*) echo true;; *) echo false;; esac\n");

    private static async Task JudgeAsync(string runtime, string file, string code)
    {
        var folder = Directory.CreateTempSubdirectory("noyo-receiver-");
        try
        {
            var path = Path.Combine(folder.FullName, file);
            await File.WriteAllTextAsync(path, code, TestContext.Current.CancellationToken);
            await JudgeAsync((secret, webhook) => RunAsync(runtime, path, secret, webhook));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> RunAsync(string runtime, string path, string secret, ReceivedWebhook webhook)
    {
        var start = new ProcessStartInfo(runtime, [path, secret, webhook.Headers["x-noyo-signature"], webhook.Headers["x-noyo-timestamp"]])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{runtime} is not installed.");
            throw;
        }

        using (process)
        {
            await process.StandardInput.BaseStream.WriteAsync(webhook.Body, TestContext.Current.CancellationToken);
            process.StandardInput.Close();
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (process.ExitCode == 127)
                Assert.Skip($"{runtime} does not find what the code needs.");
            process.ExitCode.ShouldBe(0);
            return bool.Parse(output.Trim());
        }
    }

    private static async Task JudgeAsync(Func<string, ReceivedWebhook, Task<bool>> isGenuine)
    {
        await using var app = new EmulatorApp();
        await using var receiver = await RecordingReceiver.StartAsync();
        var id = (await app.SubscribeAsync(receiver.Url, Secret))["id"]!.GetValue<string>();
        _ = await app.TestSubscriptionAsync(id);
        _ = await app.DrainAsync();
        _ = await app.DoAsync(HttpMethod.Post, $"/_emulator/webhooks/subscriptions/{id}/secrets", new System.Text.Json.Nodes.JsonObject
        {
            ["secret"] = "another",
        });
        _ = await app.TestSubscriptionAsync(id);
        _ = await app.DrainAsync();
        var (first, rotated) = (receiver.Received[0], receiver.Received[1]);

        (await isGenuine(Secret, first)).ShouldBeTrue();
        (await isGenuine(Secret, rotated)).ShouldBeTrue();
        (await isGenuine("another", rotated)).ShouldBeTrue();
        (await isGenuine("another", first)).ShouldBeFalse();
        (await isGenuine(Secret, first with { Body = [.. first.Body, (byte)' '] })).ShouldBeFalse();
        (await isGenuine(Secret, first with { Headers = new Dictionary<string, string>(first.Headers) { ["x-noyo-signature"] = "" } }))
            .ShouldBeFalse();
    }

    private static string CodeOf(string language) => Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "webhooks.md")))
        .Single(match => match.Groups["language"].Value == language).Groups["text"].Value;

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>(?s:.*?))^```$", RegexOptions.Multiline
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Block();
}
