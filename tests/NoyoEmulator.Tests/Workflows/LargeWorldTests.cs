using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>A world with so many members or enrollments that lists of them are read by indexes of their own.</summary>
public sealed class LargeWorldTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("noyo-large-").FullName;

    private EmulatorApp _app = null!;

    public ValueTask InitializeAsync()
    {
        _app = EmulatorApp.On(_directory);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Lists_and_searches_keep_their_answers_through_writes_and_resets()
    {
        var employees = (await _app.GetAsync("/api/v1/employees")).Total();
        Enlarge();
        await ShouldBeAsync(employees, named: 0);
        Indexes().ShouldBe(["member_list_blocks", "member_names", "members_by_status"]);

        _ = await _app.DoAsync(HttpMethod.Post, "/api/v1/employees", NewMember.Employee("Wilhelmina"));
        await ShouldBeAsync(employees + 1, named: 1);

        _ = await _app.ResetAsync();
        Indexes().ShouldBeEmpty();
        await ShouldBeAsync(employees, named: 0);
        Enlarge();
        await ShouldBeAsync(employees, named: 0);
        _ = await _app.DoAsync(HttpMethod.Post, "/api/v1/employees", NewMember.Employee("Wilhelmina"));
        await ShouldBeAsync(employees + 1, named: 1);
    }

    [Fact]
    public async Task Enrollments_of_a_group_are_counted_in_blocks_through_writes()
    {
        var list = $"/api/v1/groups/{Defaults.ExampleGroup}/individual_enrollments";
        var enrollments = (await _app.GetAsync(list)).Total();
        Enlarge("individual_enrollments");

        (await _app.GetAsync(list)).Total().ShouldBe(enrollments);
        _ = await _app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));

        var page = await _app.GetAsync(list);
        page.Total().ShouldBe(enrollments + 1);
        page["response"]![0]!.Text("individual_id").ShouldBe(FamilyBody.Id(1));
        Indexes().ShouldBe(["enrollment_list_blocks"]);
    }

    private async Task ShouldBeAsync(int employees, int named)
    {
        foreach (var root in new[] { "/api/v1", "/ui/v1" })
        {
            (await _app.GetAsync($"{root}/employees")).Total().ShouldBe(employees);
            (await _app.GetAsync($"{root}/employees?first_name=HELM")).Total().ShouldBe(named);
            (await _app.GetAsync($"{root}/groups/{Defaults.ExampleGroup}/employees?first_name=helm&employment_status=full-time")).Total().ShouldBe(named);
            (await _app.GetAsync($"{root}/employees?employment_status=disabled")).Total().ShouldBe(0);
        }

        (await _app.DoAsync(HttpMethod.Post, "/api/v1/people", new JsonObject { ["full_name"] = "Wilhelmina" })).AsArray().Count.ShouldBe(named);
    }

    /// <summary>So far as the emulator can tell there are many: the newest row has a great number.</summary>
    private void Enlarge(string table = "members") => Run($"UPDATE {table} SET rowid = 100000 WHERE rowid = (SELECT max(rowid) FROM {table})", _ => 0);

    private List<string> Indexes() => Run(
        "SELECT name FROM sqlite_schema WHERE name IN ('enrollment_list_blocks', 'member_names', 'member_list_blocks', 'members_by_status') ORDER BY name", reader => reader.GetString(0));

    private List<T> Run<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_directory, "worlds", "default", "world.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }
}
