using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.Members.Contracts;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Fulfillment.Members;

/// <summary>What makes lists of many members fast changes none of their answers, and makes a page cost the same however many there are.</summary>
public sealed class LargeMemberListTests : IDisposable
{
    private static readonly string[] Names =
    [
        "Ann", "annie", "ANNA", "Jo", "Jo Ann", "Élodie", "Zoë", "O'Neil", "Smith-Jones", "de la Cruz", "100%", "a_b", "Bo", "\"Al\" OR", "AND", "NEAR(a)", "x*", "^x", "back\\slash",
        "😀", "😀a", "a😀", "é", "x", "𠮷野", "tab\tbed", "İpek", "a  b", "Annabella", "\uFFFDx\uFFFD",
    ];

    private static readonly string[] Parts =
    [
        "ann", "annie", "NIE", "jo ann", "é", "élo", "o'n", "-jo", "de la", "%", "00%", "_", "a_b", "\"", "\"al\"", "al\" or", "or", "and", "near(", "near(a)", "x*", "^", "\\", "ck\\", "😀", "😀a",
        "a😀", "a😀 ", "𠮷", "tab\tb", "i\u0307pek", "a  b", "xyz", "name : ann", "ann*", "\0", "\0x\0", "lla", "annabellabellabellabellabellabellabella",
    ];

    private readonly StoredMembers _stored = new();

    public static TheoryData<int> Seeds => [1, 2, 3];

    public void Dispose() => _stored.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pages_and_totals_are_those_of_looking_at_every_member(int seed)
    {
        var dice = new Dice(seed);
        _ = Fill(dice);

        using var reader = _stored.Database.OpenSqlReader();
        reader.Pin();
        var employees = reader.Where<Member>("type = 'employee'");
        foreach (var query in Queries(dice))
        {
            var read = StoredMembers.Query(query);
            var page = read.Run(reader, member => $"{member.Id}");

            var all = Fitting(employees, query);
            page.Meta.TotalRecords.ShouldBe(all.Count, query);
            page.Response.ShouldBe(all.Skip(read.Page.Offset).Take(read.Page.PageSize), query);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_people_found_are_those_of_looking_at_every_member(int seed)
    {
        var dice = new Dice(seed);
        _ = Fill(dice);
        var asked = Enumerable.Range(0, 120).Select(_ => new PeopleSearchRequest
        {
            FullName = string.Join(' ', Enumerable.Range(0, 1 + dice.Next(4)).Select(_ => dice.Pick(Names.Concat(Parts).ToList()))),
            FirstName = dice.Chance(30) ? dice.Pick(Names) : null,
            LastName = dice.Chance(30) ? dice.Pick(Parts) : null,
            GroupId = dice.Chance(30) ? dice.Pick(StoredMembers.Groups) : null,
        }).ToList();
        var found = asked.ConvertAll(Search);

        _stored.Execute("DROP TABLE member_names");

        found.Count(matches => matches.Count > 0).ShouldBeGreaterThan(60);
        foreach (var (request, matches) in asked.Zip(found))
            matches.ShouldBe(Search(request), $"{request}");
    }

    [Fact]
    public void Blocks_know_how_many_there_are_of_each_list_and_stay_small()
    {
        var numbers = Fill(new Dice(4), 4500);

        _stored.Read("SELECT max(total) < 2000, min(total) >= 0, COUNT(*) > 6 FROM member_list_blocks").ShouldBe(["1 1 1"]);
        const string lists = "SELECT {0} AS g, {1} AS s, COUNT(*) AS n FROM members WHERE type = 'employee' AND {1} IS NOT NULL GROUP BY 1, 2";
        var counted = string.Join(" UNION ALL ", string.Format(null, lists, "x''", "x''"), string.Format(null, lists, "group_id", "x''"), string.Format(null, lists, "x''", "employment_status"),
            string.Format(null, lists, "group_id", "employment_status"));
        _stored.Read("SELECT group_id, employment_status, SUM(total) FROM member_list_blocks GROUP BY 1, 2 HAVING SUM(total) > 0 ORDER BY 1, 2").ShouldBe(_stored.Read($"SELECT * FROM ({counted}) ORDER BY 1, 2"));
        numbers.ShouldNotBeEmpty();
    }

    [Fact]
    public void Pages_and_searches_cost_the_same_among_many_as_among_few()
    {
        const string known = "search_first_name = 'zacharias', search_last_name = 'burywinkle', search_name = 'zacharias burywinkle', date_of_birth = '1999-09-09'";
        string[] queries =
        [
            "", "offset={0}", "employment_status=retired", "employment_status=terminated", "employment_status=full-time&offset={1}", "first_name=zacharias", "last_name=URYWINKL",
            "name=zach bury&employment_status=retired", "name=nobody", "date_of_birth=1999-09-09",
        ];
        queries = [.. queries, .. queries.Select(query => $"{query}&group_id={StoredMembers.Groups[0]}")];
        _stored.AddMany(2010);
        _stored.Execute($"UPDATE members SET {known} WHERE rowid > 2000");
        _stored.Index();
        var few = queries.Select(query => StepsOf(string.Format(null, query, 1300, 1100))).ToList();
        var fewOfSearch = StepsOfSearch();

        _stored.AddMany(8000);

        foreach (var (query, steps) in queries.Zip(few))
            StepsOf(string.Format(null, query, 6_600, 5_900)).ShouldBeLessThan((steps * 3 / 2) + 200, query);
        StepsOfSearch().ShouldBeLessThan((fewOfSearch * 3 / 2) + 200);
    }

    [Fact]
    public void What_cannot_be_made_leaves_nothing_behind_and_lists_as_they_are()
    {
        _stored.AddMany(1200);
        _stored.Execute("CREATE TABLE member_names_data (a)");

        _stored.Database.TryCreate(MemberIndexes.Names);

        _stored.Read("SELECT COUNT(*) FROM sqlite_schema WHERE name LIKE 'member_names%'").ShouldBe(["1"]);
        using var reader = _stored.Database.OpenSqlReader();
        reader.Pin();
        StoredMembers.Query("name=ada").Run(reader, member => member.Id).Meta.TotalRecords.ShouldBe(800);
    }

    [Fact]
    public void What_is_made_already_is_not_made_again()
    {
        _stored.AddMany(1200);
        _stored.Index();
        _stored.Index();
        _stored.Read("SELECT SUM(total) FROM member_list_blocks WHERE group_id = x'' AND employment_status = x''").ShouldBe(["800"]);
        _stored.Read("SELECT COUNT(*) FROM member_names WHERE member_names MATCH '\"ston\"'").ShouldBe(["1200"]);
    }

    /// <summary>Some before the indexes are made, some after that, and many changes.</summary>
    private List<int> Fill(Dice dice, int later = 2600)
    {
        _stored.Execute("BEGIN");
        List<int> numbers = [.. Enumerable.Range(0, 1300).Select(_ => _stored.Add(dice, Names))];
        _stored.Execute("COMMIT");
        _stored.Index();
        _stored.Execute("BEGIN");
        numbers.AddRange(Enumerable.Range(0, later).Select(_ => _stored.Add(dice, Names)));
        for (var i = 0; i < 400; i++)
            _stored.Change(dice.Pick(numbers), dice, Names);
        _stored.Execute("COMMIT");
        return numbers;
    }

    private static IEnumerable<string> Queries(Dice dice)
    {
        string[] filters = ["first_name", "last_name", "name", "date_of_birth", "employment_status", "group_id"];
        foreach (var part in Parts)
            yield return $"{dice.Pick("first_name", "last_name", "name")}={Uri.EscapeDataString(part)}&page_size=100";
        for (var i = 0; i < 150; i++)
        {
            var chosen = filters.Where(_ => dice.Chance(25)).Select(filter => $"{filter}={Uri.EscapeDataString(ValueOf(filter, dice))}");
            yield return string.Join('&', [.. chosen, $"page_size={1 + dice.Next(100)}", $"offset={dice.Pick(0, 3, 97, dice.Next(3200), 5000)}"]);
        }
    }

    private static string ValueOf(string filter, Dice dice) => filter switch
    {
        "name" => dice.Chance(50) ? dice.Pick(Parts) : $"{dice.Pick(Parts)} {dice.Pick(Parts)}",
        "date_of_birth" => dice.Pick("1950-01-01", "1951-01-02", "1970-01-03"),
        "employment_status" => dice.Pick("full-time", "retired", "terminated"),
        "group_id" => dice.Pick(StoredMembers.Groups),
        _ => dice.Pick(Parts),
    };

    /// <summary>All that fit, by looking at every member.</summary>
    private static List<string> Fitting(List<Member> employees, string query)
    {
        var filters = query.Split('&').Select(parameter => parameter.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal);
        return employees.FindAll(member => filters.All(filter => Fits(member, filter.Key, filter.Value)))
            .OrderByDescending(member => member.Created).ThenByDescending(member => $"{member.Id}", StringComparer.Ordinal).Select(member => $"{member.Id}").ToList();
    }

    private static bool Fits(Member member, string filter, string value) => filter switch
    {
        "first_name" => member.SearchFirstName.Contains(SearchText.Of(value), StringComparison.Ordinal),
        "last_name" => member.SearchLastName.Contains(SearchText.Of(value), StringComparison.Ordinal),
        "name" => HasInOrder(member.SearchName, SearchText.WordsOf(value)),
        "date_of_birth" => $"{member.DateOfBirth:yyyy-MM-dd}" == value,
        "employment_status" => member.EmploymentStatus == value,
        "group_id" => $"{member.GroupId}" == value,
        _ => true,
    };

    private static bool HasInOrder(string name, IEnumerable<string> words)
    {
        var place = 0;
        foreach (var word in words)
        {
            var found = name.IndexOf(word, place, StringComparison.Ordinal);
            if (found < 0)
                return false;
            place = found + word.Length;
        }

        return true;
    }

    private IReadOnlyList<PersonMatch> Search(PeopleSearchRequest request)
    {
        using var reader = _stored.Database.OpenSqlReader();
        reader.Pin();
        return new PeopleSearch(request).Run(reader, 100);
    }

    private long StepsOfSearch()
    {
        using var reader = _stored.Database.OpenSqlReader();
        reader.Pin();
        var before = reader.Steps;
        new PeopleSearch(new PeopleSearchRequest { FullName = "Zacharias Burywinkle" }).Run(reader, 5).Count.ShouldBe(5);
        return reader.Steps - before;
    }

    private long StepsOf(string query)
    {
        using var reader = _stored.Database.OpenSqlReader();
        reader.Pin();
        var before = reader.Steps;
        _ = StoredMembers.Query(query).Run(reader, member => member.Id);
        return reader.Steps - before;
    }
}
