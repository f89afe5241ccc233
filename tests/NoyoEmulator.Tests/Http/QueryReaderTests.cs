using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Tests.Http;

public sealed class QueryReaderTests
{
    private const string Id = "4bf04f73-0aad-48ac-b28a-e5f4def7c5e9";

    [Theory]
    [InlineData("", 20, 0)]
    [InlineData("?page_size=1", 1, 0)]
    [InlineData("?page_size=100&offset=5", 100, 5)]
    [InlineData("?offset=2147483646&page_size=1", 1, 2147483646)]
    public void Paging_is_read_with_its_defaults(string query, int pageSize, int offset)
    {
        var reader = Read(query);

        reader.Paging().ShouldBe(new PageRequest(pageSize, offset));
        reader.Failure.ShouldBeNull();
    }

    [Theory]
    [InlineData("?page_size=0", "page_size must be a whole number from 1 to 100")]
    [InlineData("?page_size=101", "page_size must be a whole number from 1 to 100")]
    [InlineData("?page_size=ten", "page_size must be a whole number from 1 to 100")]
    [InlineData("?page_size=", "page_size must be a whole number from 1 to 100")]
    [InlineData("?page_size=1.0", "page_size must be a whole number from 1 to 100")]
    [InlineData("?page_size=99999999999999999999", "page_size must be a whole number from 1 to 100")]
    [InlineData("?page_size=5&page_size=5", "page_size must be given only once")]
    [InlineData("?offset=-1", "offset must be a whole number from 0 to 2147483646")]
    [InlineData("?offset=2147483647", "offset must be a whole number from 0 to 2147483646")]
    public void Paging_out_of_range_is_refused_by_name(string query, string message)
    {
        var reader = Read(query);

        _ = reader.Paging();

        var error = reader.Failure.ShouldNotBeNull().Value;
        error.Status.ShouldBe(422);
        error.Message.ShouldBe(message);
        error.Errors.ShouldHaveSingleItem().Field.ShouldBe(query[1..query.IndexOf('=', StringComparison.Ordinal)]);
    }

    [Fact]
    public void Every_bad_parameter_is_named_in_one_answer()
    {
        var reader = Read("?page_size=0&id=x&ids=y&is_open=1&status=new&day=2024-02-30&n=5");

        _ = reader.Paging();
        reader.Guid("id").ShouldBeNull();
        reader.Guids("ids").ShouldBeEmpty();
        reader.Boolean("is_open").ShouldBeNull();
        reader.OneOf("status", ["open", "closed"]).ShouldBeNull();
        reader.Date("day").ShouldBeNull();
        reader.Integer("n", 1, 4).ShouldBeNull();

        var error = reader.Failure.ShouldNotBeNull().Value;
        error.Message.ShouldBe("page_size must be a whole number from 1 to 100 (and 6 more errors)");
        error.Errors!.Select(failure => failure.Field).ShouldBe(["page_size", "id", "ids", "is_open", "status", "day", "n"]);
        error.Errors![4].Message.ShouldBe("status must be one of: open, closed");
    }

    [Fact]
    public void Typed_parameters_are_read()
    {
        var reader = Read(
            $"?id={Id.ToUpperInvariant()}&ids={Id},{Id}&ids={Id}&is_open=TRUE&dismissed=false&status=open&name=ann&empty=&texts=a,,%20b&n=-3");

        reader.Guid("id").ShouldBe(Guid.Parse(Id));
        reader.Guids("ids").Count.ShouldBe(3);
        reader.Boolean("is_open").ShouldBe(true);
        reader.Boolean("dismissed").ShouldBe(false);
        reader.OneOf("status", ["open", "closed"]).ShouldBe("open");
        reader.Text("name").ShouldBe("ann");
        reader.Text("empty").ShouldBeNull();
        reader.Texts("texts").ShouldBe(["a", "b"]);
        reader.Integer("n").ShouldBe(-3);
        reader.IsValid.ShouldBeTrue();
    }

    [Fact]
    public void Absent_parameters_are_no_failures()
    {
        var reader = Read("");

        reader.Guid("a").ShouldBeNull();
        reader.Guids("b").ShouldBeEmpty();
        reader.Texts("c").ShouldBeEmpty();
        reader.Boolean("d").ShouldBeNull();
        reader.Date("e").ShouldBeNull();
        reader.IsValid.ShouldBeTrue();
    }

    [Theory]
    [InlineData("{4bf04f73-0aad-48ac-b28a-e5f4def7c5e9}")]
    [InlineData("4bf04f730aad48acb28ae5f4def7c5e9")]
    [InlineData("+bf04f73-0aad-48ac-b28a-e5f4def7c5e9")]
    [InlineData("0xf04f73-0aad-48ac-b28a-e5f4def7c5e9")]
    public void Only_the_canonical_form_of_an_id_is_accepted(string id) => Uuid.TryParse(id, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, 20, 1)]
    [InlineData(5, 5, 2)]
    [InlineData(4, 5, 1)]
    [InlineData(40, 20, 3)]
    [InlineData(2147483646, 1, 2147483647)]
    public void Page_numbers_count_from_one(int offset, int pageSize, int pageNum) =>
        Meta.For(new PageRequest(pageSize, offset), 7).ShouldBe(new Meta(offset, pageNum, pageSize, 7));

    private static QueryReader Read(string query) => new(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
