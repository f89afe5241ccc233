using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Builders;

/// <summary>Bodies that make employees and dependents without a snapshot.</summary>
internal static class NewMember
{
    public static JsonObject Employee(string first = "Annie", string last = "Baker", string born = "1990-05-06") => new()
    {
        ["group_id"] = Defaults.ExampleGroup,
        ["person"] = Person(first, last, born),
        ["employment"] = new JsonObject
        {
            ["employment_dates"] = new JsonObject { ["hire_date"] = "2020-02-01" },
            ["employment_status"] = "full-time",
            ["hours_worked"] = 40,
        },
    };

    public static JsonObject Dependent(string first = "Bea", string last = "Baker", string born = "2015-01-02") =>
        new() { ["person"] = Person(first, last, born), ["relationship"] = "child" };

    private static JsonObject Person(string first, string last, string born) => new()
    {
        ["first_name"] = first,
        ["last_name"] = last,
        ["date_of_birth"] = born,
        ["sex"] = "F",
        ["home_address"] = new JsonObject { ["street_one"] = "1 Main St", ["city"] = "Bend", ["state"] = "OR", ["zip_code"] = "97701" },
    };
}
