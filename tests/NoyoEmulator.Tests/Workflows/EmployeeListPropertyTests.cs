using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>A world with random employees, for reading only.</summary>
public sealed class RandomStaff : IAsyncLifetime
{
    private static readonly string[] Names = ["Ann", "annie", "ANNA", "Jo", "Jo Ann", "Élodie", "Zoë", "O'Neil", "Smith-Jones", "de la Cruz", "100%", "a_b", "Bo"];
    private static readonly string[] Statuses = ["full-time", "part-time", "contract", "retired"];
    private static readonly string[] Groups = [Defaults.ExampleGroup, Defaults.SnapshotGroup, Defaults.GuideGroup];

    public EmulatorApp App { get; } = new();

    /// <summary>Every employee there is, newest first.</summary>
    public IReadOnlyList<JsonNode> All { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var dice = new Dice(11);
        for (var i = 0; i < 120; i++)
        {
            var body = NewMember.Employee(dice.Pick(Names), dice.Pick(Names), $"19{50 + (i % 40)}-0{1 + (i % 3)}-0{1 + (i / 40)}").With("group_id", dice.Pick(Groups))
                .With("employment.employment_status", dice.Pick(Statuses));
            if (dice.Chance(40))
                body = body.With("person.middle_name", dice.Pick(Names));
            _ = await App.DoAsync(HttpMethod.Post, "/api/v1/employees", body);
            if (dice.Chance(20))
                _ = await App.AdvanceAsync("PT1M");
        }

        All = await App.AllAsync("/api/v1/employees");
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>Whatever filters a list of employees is asked for, it answers what looking at every employee gives.</summary>
public sealed class EmployeeListPropertyTests(RandomStaff staff) : IClassFixture<RandomStaff>
{
    private static readonly string[] Filters = ["first_name", "last_name", "name", "date_of_birth", "employment_status", "group_id"];
    private static readonly string[] Parts = ["ann", "NI", "jo", "É", "é", "ë", "'", "-", "de la", "%", "_", "a_", "o", "cruz", "smith", " a", "xyz"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Fact]
    public void The_newest_come_first_and_then_the_later_ids()
    {
        staff.All.Count.ShouldBeGreaterThan(120);
        var order = staff.All.Select(employee => (employee.Number("created")!.Value, employee.Id())).ToList();
        order.ShouldBe(order.OrderByDescending(key => key.Item1).ThenByDescending(key => key.Item2, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_filter_alone_is_as_the_model_has_it()
    {
        foreach (var filter in Filters)
        {
            foreach (var value in ValuesOf(filter))
                await CompareAsync(new Dictionary<string, string> { [filter] = value });
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Filters_together_are_as_the_model_has_them(int seed)
    {
        var dice = new Dice(seed);
        for (var i = 0; i < 25; i++)
        {
            var chosen = Filters.Where(_ => dice.Chance(40)).ToDictionary(filter => filter, filter => dice.Pick(ValuesOf(filter)), StringComparer.Ordinal);
            await CompareAsync(chosen);
        }
    }

    private static string[] ValuesOf(string filter) => filter switch
    {
        "name" => [.. Parts, "ann o", "jo ann", "an an", "o cruz", "é smith", "% a_b", "anna ann"],
        "date_of_birth" => ["1950-01-01", "1955-03-01", "1960-02-02", "1970-01-03"],
        "employment_status" => ["full-time", "part-time", "contract", "retired", "terminated"],
        "group_id" => [Defaults.ExampleGroup, Defaults.SnapshotGroup, "30b74a44-d5b1-4123-a7a4-6d3aec251ba4"],
        _ => Parts,
    };

    private static bool Fits(JsonNode employee, string filter, string value)
    {
        var person = employee["person"]!;
        return filter switch
        {
            "first_name" or "last_name" => Lower(person.Text(filter)).Contains(Lower(value.Trim()), StringComparison.Ordinal),
            "name" => HasInOrder(Lower(string.Join(' ', new[] { person.Text("first_name"), (string?)person["middle_name"], person.Text("last_name") }.OfType<string>())), Lower(value).Split(' ')),
            "date_of_birth" => person.Text(filter) == value,
            "employment_status" => employee["employment"]!.Text(filter) == value,
            _ => employee.Text(filter) == value,
        };
    }

    private static bool HasInOrder(string name, IEnumerable<string> words)
    {
        var place = 0;
        foreach (var word in words.Where(word => word.Length > 0))
        {
            var found = name.IndexOf(word, place, StringComparison.Ordinal);
            if (found < 0)
                return false;
            place = found + word.Length;
        }

        return true;
    }

    private static string Lower(string text) => text.ToLowerInvariant();

    private async Task CompareAsync(Dictionary<string, string> filters)
    {
        var query = string.Join('&', filters.Select(filter => $"{filter.Key}={Uri.EscapeDataString(filter.Value)}"));
        var expected = staff.All.Where(employee => filters.All(filter => Fits(employee, filter.Key, filter.Value))).Select(employee => employee.Id()).ToList();

        (await staff.App.AllAsync($"/api/v1/employees?{query}")).Select(employee => employee.Id()).ShouldBe(expected, query);
        var page = await staff.App.GetAsync($"/api/v1/employees?{query}&page_size=7&offset=3");
        page.Total().ShouldBe(expected.Count);
        page["response"]!.AsArray().Select(employee => employee!.Id()).ShouldBe(expected.Skip(3).Take(7), query);
        if (filters.Remove("group_id", out var group) && group != "30b74a44-d5b1-4123-a7a4-6d3aec251ba4")
        {
            query = string.Join('&', filters.Select(filter => $"{filter.Key}={Uri.EscapeDataString(filter.Value)}"));
            (await staff.App.AllAsync($"/api/v1/groups/{group}/employees?{query}")).Select(employee => employee.Id()).ShouldBe(expected, query);
        }
    }
}
