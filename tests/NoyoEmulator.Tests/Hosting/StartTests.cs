using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using NoyoEmulator.Hosting;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Hosting;

/// <summary>How the process starts, refuses to start, and ends.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("noyo-start-").FullName;

    private string DefaultWorld => Path.Combine(_folder, "worlds", "default", "world.db");

    private string Data => $"--Emulator:DataDirectory={_folder}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_termination_signal_ends_it_with_success_and_its_data_stays()
    {
        await using (var first = await EmulatorProcess.StartReadyAsync(Data))
        {
            using var client = ClientOf(first);
            using var answer = await client.PostAsync("/_emulator/webhooks/subscriptions", Json("""{"url": "http://127.0.0.1:1", "secret": "s"}"""), Token);
            answer.StatusCode.ShouldBe(HttpStatusCode.Created);
            first.Terminate();
            (await first.EndAsync()).ShouldBe((0, ""));
        }

        await using var second = await EmulatorProcess.StartReadyAsync(Data);
        using var again = ClientOf(second);
        var list = JsonNode.Parse(await again.GetStringAsync("/_emulator/webhooks/subscriptions", Token))!;
        list["meta"]!["total_records"]!.GetValue<int>().ShouldBe(1);
        second.Terminate();
        (await second.EndAsync()).ShouldBe((0, ""));
    }

    [Fact]
    public async Task A_killed_one_leaves_what_was_committed_and_a_deleted_database_starts_over()
    {
        await using (var first = await EmulatorProcess.StartReadyAsync(Data))
        {
            using var client = ClientOf(first);
            using var answer = await client.PostAsync("/_emulator/webhooks/subscriptions", Json("""{"url": "http://127.0.0.1:1", "secret": "s"}"""), Token);
            answer.StatusCode.ShouldBe(HttpStatusCode.Created);
            await first.KillAsync();
        }

        // The log beside the database holds the commit; it is not the new database's.
        new FileInfo(DefaultWorld + "-wal").Length.ShouldBeGreaterThan(0);
        File.Copy(DefaultWorld + "-wal", Path.Combine(_folder, "kept"));
        (await SubscriptionsAsync()).ShouldBe(1);
        File.Delete(DefaultWorld);
        File.Move(Path.Combine(_folder, "kept"), DefaultWorld + "-wal", overwrite: true);
        (await SubscriptionsAsync()).ShouldBe(0);
        File.WriteAllBytes(DefaultWorld, []);
        (await RefusedStart.MessageAsync(Data)).ShouldBe(
            $"{DefaultWorld} is empty. Put a copy in its place, or delete the file to start over with the seed.");
    }

    [Fact]
    public async Task The_log_says_where_to_look_where_the_state_is_and_what_time_it_is()
    {
        await using var process = await EmulatorProcess.StartReadyAsync(Data, "--Emulator:Clock:Mode=frozen", "--Emulator:Clock:Now=2024-08-20");

        process.Lines.Select(line => line[(line.IndexOf("INF ", StringComparison.Ordinal) + 4)..]).ShouldBe(
        [
            $"Now listening on: {process.Url}",
            $"Dashboard: {process.Url}",
            $"Swagger UI: {process.Url}/swagger",
            $"State: {_folder}",
            "Clock: frozen, at 2024-08-20T00:00:00.0000000+00:00",
            "Application started. Press Ctrl+C to shut down.",
        ]);
        using var client = ClientOf(process);
        (await client.GetStringAsync("/swagger", Token)).ShouldContain("<html");
    }

    [Theory]
    [InlineData("--Emulator:Storage=cloud", "Emulator:Storage")]
    [InlineData("--Emulator:Authentification=off", "Emulator:Authentification")]
    public async Task A_bad_configuration_is_refused_in_one_line_that_names_the_key(string argument, string key)
    {
        var (code, line) = await RefusedAsync("--Emulator:Storage=memory", argument);

        code.ShouldBe(1);
        line.ShouldContain(key);
    }

    [Theory]
    [InlineData("abc", "which is no address")]
    [InlineData("http://", "which has an invalid host")]
    [InlineData("ftp://localhost:1", "which is no address")]
    [InlineData("localhost:8080", "which is no address")]
    [InlineData("http://localhost:99999", "which has an invalid port")]
    [InlineData("http://localhost:-1", "which has an invalid port")]
    [InlineData("http://localhost:", "which has an invalid port")]
    [InlineData("http://+:abc", "which has an invalid port")]
    [InlineData("http://256.1.1.1:80", "which has an invalid host")]
    [InlineData("http://[::1", "which has an invalid host")]
    [InlineData("http://*:80:80", "which has an invalid host")]
    [InlineData("http://localhost:0", "which has no port")]
    [InlineData("http://127.0.0.1:0/path", "which has a path")]
    [InlineData("http://127.0.0.1:0;nonsense", "which is no address")]
    [InlineData("http://unix:relative", "whose socket is no absolute path")]
    [InlineData("http://unix:/no/such/folder/socket", "whose socket is in a folder that does not exist")]
    [InlineData(";", "which names no address")]
    [InlineData(" ", "which names no address")]
    public async Task An_address_to_listen_on_that_is_none_is_refused(string url, string problem)
    {
        var message = await RefusedStart.MessageAsync("--Emulator:Storage=memory", $"--urls={url}");

        message.ShouldStartWith("ASPNETCORE_URLS (or --urls) ");
        message.ShouldContain(problem);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("99999")]
    [InlineData("8081,8082")]
    [InlineData("8081;abc")]
    public async Task A_port_that_is_none_is_refused(string ports) =>
        (await RefusedStart.MessageAsync("--Emulator:Storage=memory", "--urls=", $"--http_ports={ports}")).ShouldContain("which has an invalid port");

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://*:8080/")]
    [InlineData("http://+")]
    [InlineData("http://[::]:80")]
    [InlineData("https://localhost:8443")]
    [InlineData("http://emulator.example:8080")]
    public void An_address_to_listen_on_is_taken(string url) => ListenAddresses.ProblemOfUrl(url).ShouldBeNull();

    [Fact]
    public async Task A_socket_that_is_there_already_is_told()
    {
        var socket = Path.Combine(_folder, "stale.sock");
        await File.WriteAllTextAsync(socket, "", Token);

        (await RefusedStart.MessageAsync("--Emulator:Storage=memory", $"--urls=http://unix:{socket}")).ShouldContain("whose socket is there already");
    }

    [Fact]
    public async Task A_signal_during_the_start_ends_it_with_one_line()
    {
        // Its seed file is a pipe, which nobody writes to: the start waits there.
        var seed = Path.Combine(_folder, "seed.json");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [seed]))
            await made.WaitForExitAsync(Token);
        await using var process = EmulatorProcess.Start("--Emulator:Storage=memory", $"--Emulator:SeedFile={seed}");
        await using (var reached = new FileStream(seed, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            process.Terminate();
        (await process.EndAsync()).ShouldBe((1, "Stopped before it was ready.\n"));
    }

    [Fact]
    public async Task A_second_one_on_the_same_folder_or_address_is_refused()
    {
        await using var first = await EmulatorProcess.StartReadyAsync(Data);

        (await RefusedAsync(Data)).Line.ShouldContain("another emulator may be running on it");
        (await RefusedAsync($"--urls={first.Url}", "--Emulator:Storage=memory")).Line.ShouldEndWith(
            "address already in use. Stop what listens there, or choose another address, such as --urls http://localhost:8081.");

        first.Terminate();
        (await first.EndAsync()).ShouldBe((0, ""));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_is_refused()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "no folder", Token);

        foreach (var path in new[] { file, Path.Combine(file, "below"), "/proc/noyo" })
        {
            (await RefusedStart.MessageAsync($"--Emulator:DataDirectory={path}")).ShouldStartWith($"Emulator:DataDirectory is \"{path}\"");
        }
    }

    [Fact]
    public async Task A_database_that_is_not_this_emulators_is_refused_with_what_to_do()
    {
        var database = DefaultWorld;
        _ = Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        Execute(database, "PRAGMA user_version = 99;");
        var line = await RefusedStart.MessageAsync(Data);
        line.ShouldStartWith($"{database} has schema version 99");
        line.ShouldContain("Delete the file to start over with the seed");

        Execute(database, "PRAGMA user_version = 0;");
        Execute(database, "CREATE TABLE recipes (name TEXT);");
        (await RefusedStart.MessageAsync(Data)).ShouldStartWith($"{database} is a database, but not one of the emulator's");
        (await RefusedStart.MessageAsync(Data)).ShouldStartWith($"{database} is a database, but not one of the emulator's");

        await File.WriteAllTextAsync(database, string.Concat(Enumerable.Repeat("This is no database at all. ", 100)), Token);
        (await RefusedStart.MessageAsync(Data)).ShouldStartWith($"{database} is damaged: ");
    }

    [Fact]
    public async Task A_signing_key_that_is_none_is_refused_and_no_world_stays_open()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "signing.key"), "short", Token);

        (await RefusedStart.MessageAsync(Data)).ShouldContain("signing.key holds 5 bytes");
        File.Exists(DefaultWorld).ShouldBeTrue();
        File.Exists(DefaultWorld + "-wal").ShouldBeFalse("the world is still open");
    }

    [Fact]
    public async Task A_bad_seed_file_is_refused_with_its_line_and_nothing_stays()
    {
        var seed = Path.Combine(_folder, "seed.json");
        await File.WriteAllTextAsync(seed, "{\n \"families\": [{\"group_id\": 1}]}", Token);
        var temporary = Directory.CreateDirectory(Path.Combine(_folder, "tmp")).FullName;

        await using var process = EmulatorProcess.StartIn(temporary, "--Emulator:Storage=memory", $"--Emulator:SeedFile={seed}");
        var (code, errors) = await process.EndAsync();

        code.ShouldBe(1);
        errors.TrimEnd('\n').Split('\n').ShouldHaveSingleItem().ShouldStartWith($"{seed}, line 2: families[0].group_id must be");
        process.Lines.ShouldBeEmpty();
        Directory.GetDirectories(temporary, "noyo-*").ShouldBeEmpty();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    private static HttpClient ClientOf(EmulatorProcess process) => new() { BaseAddress = new Uri(process.Url) };

    private static void Execute(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }

    private static async Task<(int Code, string Line)> RefusedAsync(params string[] arguments)
    {
        await using var process = EmulatorProcess.Start(arguments);
        var (code, errors) = await process.EndAsync();
        code.ShouldBe(1, errors);
        process.Lines.ShouldBeEmpty();
        return (code, errors.TrimEnd('\n').Split('\n').ShouldHaveSingleItem());
    }

    private async Task<int> SubscriptionsAsync()
    {
        await using var process = await EmulatorProcess.StartReadyAsync(Data);
        using var client = ClientOf(process);
        var list = JsonNode.Parse(await client.GetStringAsync("/_emulator/webhooks/subscriptions", Token))!;
        process.Terminate();
        (await process.EndAsync()).Code.ShouldBe(0);
        return list["meta"]!["total_records"]!.GetValue<int>();
    }
}
