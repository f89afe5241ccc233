using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NoyoEmulator.Journal.Repro;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Journal;

/// <summary>Putting other people in the place of those in a call, without changing what a test is about.</summary>
public sealed partial class DisguiseTests
{
    private static readonly byte[] Key = [1, 2, 3];

    private readonly Disguise _disguise = new(Key, value => value == "Known");

    [Theory]
    [InlineData("Jane")]
    [InlineData("de la Cruz-O'Brien")]
    [InlineData("Zoë Müller")]
    [InlineData("李小龙")]
    [InlineData("Ольга")]
    [InlineData("jane.doe+noyo@example.com")]
    [InlineData("(555) 010-9988")]
    [InlineData("97701-1234")]
    [InlineData("12B Main St")]
    public void A_text_becomes_another_of_the_same_form_and_size(string text)
    {
        var other = _disguise.Of(text);

        other.ShouldNotBe(text);
        other.Length.ShouldBe(text.Length);
        Encoding.UTF8.GetByteCount(other).ShouldBe(Encoding.UTF8.GetByteCount(text));
        other.Select(char.GetUnicodeCategory).ShouldBe(text.Select(char.GetUnicodeCategory));
    }

    [Fact]
    public void The_same_becomes_the_same_and_no_two_become_one()
    {
        var names = Enumerable.Range(0, 26 * 26).Select(number => $"{(char)('a' + (number / 26))}{(char)('a' + (number % 26))}")
            .Concat(Enumerable.Range(0, 26).Select(number => $"{(char)('a' + number)}")).ToList();

        var others = names.ConvertAll(name => _disguise.Of(name));

        others.Distinct(StringComparer.Ordinal).Count().ShouldBe(names.Count);
        names.ConvertAll(name => new Disguise(Key, _ => false).Of(name)).ShouldBe(others);
        names.ConvertAll(name => new Disguise([4], _ => false).Of(name)).ShouldNotBe(others);
    }

    [Fact]
    public void What_differs_in_capitals_or_hyphens_alone_still_does()
    {
        _disguise.Of("JANE").ShouldBe(_disguise.Of("Jane").ToUpperInvariant());
        _disguise.Of("123-45-6789").Replace("-", "", StringComparison.Ordinal).ShouldBe(_disguise.Of("123456789"));
    }

    [Fact]
    public void A_social_security_number_stays_one_and_what_is_none_becomes_none()
    {
        var dice = new Random(1);
        var numbers = Enumerable.Range(0, 2_000).Select(_ => $"{dice.Next(1_000_000_000):D9}").Distinct().ToList();
        numbers.AddRange(["000121234", "123001234", "123450000", "12345678", "1234567890"]);

        var others = numbers.ConvertAll(number => _disguise.Of(number));

        others.Select(other => Ssn().IsMatch(other)).ShouldBe(numbers.Select(number => Ssn().IsMatch(number)));
        others.Distinct().Count().ShouldBe(numbers.Count);
    }

    [Fact]
    public void A_day_becomes_another_of_its_year()
    {
        var days = Enumerable.Range(0, 366).Select(day => new DateOnly(1988, 1, 1).AddDays(day)).ToList();

        var others = days.ConvertAll(day => DateOnly.ParseExact(_disguise.Of(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), isDate: true), "yyyy-MM-dd"));

        others.ShouldAllBe(other => other.Year == 1988);
        others.Distinct().Count().ShouldBe(days.Count);
        others.ShouldNotBe(days);
    }

    [Theory]
    [InlineData("1990-02-30", "9999-99-99")]
    [InlineData("12/31/1990", "99/99/9999")]
    [InlineData("", "")]
    public void What_is_no_day_stays_none(string text, string other) => _disguise.Of(text, isDate: true).ShouldBe(other);

    [Fact]
    public void What_comes_with_the_emulator_stays() => _disguise.Of("Known").ShouldBe("Known");

    [Fact]
    public void Of_a_body_only_the_people_change()
    {
        const string Body = """
            {
              "employee" : {"person":{"first_name":"Jane","ssn": "123456789", "date_of_birth":"1990-05-06","sex":"F" },
                "custom_individual_id":"jane-1", "hours_worked": 40.0},
              "name": ["Ada", {"of": "Bo"}], "note": "call 123-45-6789", "inbound_snapshot": "{\"last_name\": \"Doe\"}", "phone": 5550109,
              "none": null, "coverages": [ ]
            }
            """;

        var other = Encoding.UTF8.GetString(BodyDisguise.Apply(Encoding.UTF8.GetBytes(Body), _disguise)!);

        foreach (var personal in (string[])["Jane", "123456789", "1990-05-06", "jane-1", "Ada", "\"Bo\"", "123-45-6789", "Doe", "5550109"])
            other.ShouldNotContain(personal, Case.Insensitive);
        other.Length.ShouldBe(Body.Length);
        other.ShouldContain($"\"ssn\": \"{_disguise.Of("123456789")}\", \"date_of_birth\":\"1990-");
        other.ShouldContain("\"sex\":\"F\" },\n");
        other.ShouldContain("\"hours_worked\": 40.0}");
        other.ShouldContain($"{{\\\"last_name\\\": \\\"{_disguise.Of("Doe")}\\\"}}");
        other.ShouldEndWith("\"none\": null, \"coverages\": [ ]\n}");
    }

    [Fact]
    public void The_people_of_the_examples_are_in_no_disguised_example()
    {
        var example = File.ReadAllBytes(Path.Combine(Repository.Root, "docs", "examples", "create-member-snapshot.json"));

        PersonalData.In(Encoding.UTF8.GetString(BodyDisguise.Apply(example, _disguise)!)).ShouldBeEmpty();
    }

    [Fact]
    public void Of_what_is_no_json_nothing_is_told() => BodyDisguise.Apply("{\"ssn\": \"1234567"u8, _disguise).ShouldBeNull();

    [Theory]
    [InlineData("/api/v1/employees?name=Jane&page_size=5", "/api/v1/employees?name=", "&page_size=5")]
    [InlineData("/api/v1/members/jane%20doe/latest", "/api/v1/members/", "/latest")]
    [InlineData("/api/v1/members/123-45-6789/latest", "/api/v1/members/", "/latest")]
    public void Of_a_path_only_the_people_change(string path, string begin, string end)
    {
        var other = PathDisguise.Apply(path, ["jane doe"], _disguise);

        other.ShouldNotBe(path);
        other.ShouldStartWith(begin);
        other.ShouldEndWith(end);
        other.Length.ShouldBe(path.Length);
    }

    [GeneratedRegex("^(?!000)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Ssn();
}
