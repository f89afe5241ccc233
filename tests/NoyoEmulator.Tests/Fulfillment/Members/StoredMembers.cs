using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Persistence;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Tracking;

namespace NoyoEmulator.Tests.Fulfillment.Members;

/// <summary>A database with members that a test writes as it likes.</summary>
internal sealed class StoredMembers : IDisposable
{
    public static readonly IReadOnlyList<string> Groups = [.. Enumerable.Range(1, 3).Select(number => $"{number:d8}-0000-4000-8000-000000000000")];

    private readonly StoredDifferences _stored = StoredDifferences.Create();
    private int _last;

    public WorldDatabase Database => _stored.Database;

    public static EmployeeListQuery Query(string query)
    {
        var read = EmployeeListQuery.Read(new QueryCollection(query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(parameter => parameter.Split('='))
            .ToDictionary(pair => pair[0], pair => new StringValues(Uri.UnescapeDataString(pair[1])))));
        read.Failure.ShouldBeNull(query);
        return read;
    }

    /// <summary>Adds many of the same name, one a second, every tenth of them retired and every third a dependent.</summary>
    public void AddMany(int count)
    {
        _stored.Execute($"""
            WITH RECURSIVE numbers (n) AS (SELECT {_last + 1} UNION ALL SELECT n + 1 FROM numbers WHERE n < {_last + count})
            INSERT INTO members (id, version, created, modified, group_id, employee_id, type, custom_individual_id, date_of_birth, search_first_name, search_last_name, search_name,
                employment_status, position, document)
            SELECT unhex(printf('%032x', n)), zeroblob(16), n * 1000000, 0, {Blob(Groups[0])}, unhex(printf('%032x', n)), iif(n % 3 = 0, 'dependent', 'employee'), n, date('1950-01-01', n || ' days'),
                'ada', 'stone', 'ada stone', iif(n % 3 = 0, NULL, iif(n % 10 = 1, 'retired', 'full-time')), 0, {Document("ada", "stone")} FROM numbers
            """);
        _last += count;
    }

    /// <summary>Adds one with random attributes; gives its number.</summary>
    public int Add(Dice dice, IReadOnlyList<string> names)
    {
        var (first, last, isDependent) = (dice.Pick(names), dice.Pick(names), dice.Chance(25));
        _stored.Execute($"""
            INSERT INTO members (rowid, id, version, created, modified, group_id, employee_id, type, custom_individual_id, date_of_birth, search_first_name, search_last_name, search_name,
                employment_status, position, document)
            VALUES ({++_last}, unhex('{dice.Next(int.MaxValue):x8}{_last:x24}'), zeroblob(16), {dice.Next(400) * 1000000L}, 0, {Blob(dice.Chance(80) ? Groups[0] : dice.Pick(Groups))}, zeroblob(16),
                '{(isDependent ? "dependent" : "employee")}', {_last}, '{Birth(dice)}', {Texts(first, last)}, {(isDependent ? "NULL" : Status(dice))}, 0, {Document(first, last)})
            """);
        return _last;
    }

    /// <summary>Changes one in a random way, or removes it.</summary>
    public void Change(int number, Dice dice, IReadOnlyList<string> names)
    {
        var (first, last) = (dice.Pick(names), dice.Pick(names));
        _stored.Execute(dice.Next(4) switch
        {
            0 => $"DELETE FROM members WHERE rowid = {number}",
            1 => $"UPDATE members SET (search_first_name, search_last_name, search_name) = ({Texts(first, last)}), document = {Document(first, last)} WHERE rowid = {number}",
            2 => $"UPDATE members SET employment_status = {Status(dice)} WHERE rowid = {number} AND type = 'employee'",
            _ => $"UPDATE members SET group_id = {Blob(dice.Pick(Groups))}, created = {dice.Next(400) * 1000000L} WHERE rowid = {number}",
        });
    }

    public void Execute(string sql) => _stored.Execute(sql);

    public IReadOnlyList<string> Read(string sql) => _stored.Read(sql);

    /// <summary>Has everything made that makes lists fast.</summary>
    public void Index()
    {
        foreach (var index in new[] { MemberIndexes.Names, MemberIndexes.Statuses, MemberIndexes.Blocks.Index })
            Database.TryCreate(index);
        Read("SELECT COUNT(*) FROM sqlite_schema WHERE name IN ('member_names', 'member_names_deleted', 'members_by_group_and_status', 'member_list_blocks_left')").ShouldBe(["4"]);
    }

    public void Dispose() => _stored.Dispose();

    private static string Birth(Dice dice) => $"19{50 + dice.Next(3)}-01-0{1 + dice.Next(2)}";

    private static string Status(Dice dice) => dice.Pick("'full-time'", "'full-time'", "'full-time'", "'retired'", "NULL");

    private static string Texts(string first, string last) =>
        $"{Text(SearchText.Of(first))}, {Text(SearchText.Of(last))}, {Text(SearchText.Joined(first, last))}";

    private static string Document(string first, string last) =>
        Text(new System.Text.Json.Nodes.JsonObject { ["person"] = new System.Text.Json.Nodes.JsonObject { ["first_name"] = first, ["last_name"] = last } }.ToJsonString());

    private static string Text(string text) => $"'{text.Replace("'", "''")}'";

    private static string Blob(string id) => $"x'{id.Replace("-", "")}'";
}
