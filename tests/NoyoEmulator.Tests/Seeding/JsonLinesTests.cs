using System.Text;
using NoyoEmulator.Seeding;

namespace NoyoEmulator.Tests.Seeding;

public sealed class JsonLinesTests
{
    private const string Text = "{\n  \"a\": [1,\n    {\"b\":\n      true}, // no\n  ],\n  \"c.d\": {\n\"e\": null}\n}";

    [Theory]
    [InlineData("$", 1)]
    [InlineData("$.a", 2)]
    [InlineData("$.a[0]", 2)]
    [InlineData("$.a[1]", 3)]
    [InlineData("$.a[1].b", 4)]
    [InlineData("$.c.d.e", 7)]
    // What is missing has the line of what it is missing from.
    [InlineData("$.a[1].missing", 3)]
    [InlineData("$.a[7].b.c", 2)]
    [InlineData("$.missing[0].x", 1)]
    [InlineData("$['odd.name'].x", 1)]
    public void A_value_is_found_on_its_line(string path, int line) => JsonLines.Of(Encoding.UTF8.GetBytes(Text)).Find(path).ShouldBe(line);

    [Fact]
    public void Other_line_ends_count_as_one() => JsonLines.Of("{\r\n\"a\":\r\n1}"u8).Find("$.a").ShouldBe(3);
}
