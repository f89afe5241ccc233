using NoyoEmulator.Comparison;

namespace NoyoEmulator.Tests.Comparison;

/// <summary>Which spellings of a value are the same value, seen through a whole comparison.</summary>
public sealed class NotationTests
{
    [Theory]
    [InlineData("Mary Ann", "MARY ANN")]
    [InlineData("Mary Ann", "  Mary   Ann ")]
    [InlineData("Mary Ann", "Mary\tAnn")]
    [InlineData("Zoé", "ZOÉ")]
    public void Case_and_white_space_of_words_do_not_count(string platform, string carrier) =>
        CompareNames(platform, carrier).ShouldBeEmpty();

    [Theory]
    [InlineData("Mary Ann", "MaryAnn")]
    [InlineData("Mary Ann", "Mary")]
    [InlineData("O'Hara", "OHara")]
    [InlineData("Zoé", "Zoe")]
    public void Other_letters_do(string platform, string carrier) =>
        CompareNames(platform, carrier).ShouldHaveSingleItem().Fields
            .ShouldBe([new FieldDifference("person.first_name", platform, carrier)]);

    [Theory]
    [InlineData(null, "")]
    [InlineData("", null)]
    [InlineData(null, "  ")]
    public void An_empty_text_is_no_text(string? platform, string? carrier) =>
        Compare(it => it with { MiddleName = platform }, it => it with { MiddleName = carrier }).ShouldBeEmpty();

    [Theory]
    [InlineData("+14155550100", "(415) 555-0100")]
    [InlineData("+14155550100", "415.555.0100")]
    [InlineData("+14155550100", "1-415-555-0100")]
    [InlineData("4155550100", "+1 415 555 0100")]
    [InlineData(null, "")]
    [InlineData(null, "---")]
    public void Punctuation_and_country_code_of_a_phone_number_do_not_count(string? platform, string? carrier) =>
        ComparePhones(platform, carrier).ShouldBeEmpty();

    [Theory]
    [InlineData("+14155550100", "+14155550101")]
    [InlineData("+14155550100", "555-0100")]
    [InlineData("1555-0100", "555-0100")]
    [InlineData("+14155550100", "415-555-0100 x5")]
    [InlineData("+14155550100", "+44 155550100")]
    [InlineData("+14155550100", null)]
    public void Other_digits_of_a_phone_number_do(string? platform, string? carrier) =>
        ComparePhones(platform, carrier).ShouldHaveSingleItem().Fields
            .ShouldBe([new FieldDifference("person.contact.home_phone", platform, carrier)]);

    [Theory]
    [InlineData("73301", "73301-1234")]
    [InlineData("73301", "733011234")]
    [InlineData("73301-1234", "73301-9999")]
    [InlineData("73301", " 73301 ")]
    public void Only_the_first_five_digits_of_a_zip_code_count(string platform, string carrier) =>
        CompareZipCodes(platform, carrier).ShouldBeEmpty();

    [Theory]
    [InlineData("73301", "73302")]
    [InlineData("73301-1234", "73302-1234")]
    [InlineData("01301", "1301")]
    [InlineData("73301", null)]
    public void Another_zip_code_is_another_value(string? platform, string? carrier) =>
        CompareZipCodes(platform, carrier).ShouldHaveSingleItem().Fields
            .ShouldBe([new FieldDifference("person.home_address.zip_code", platform, carrier)]);

    [Theory]
    [InlineData(null, "Travis")]
    [InlineData("Travis", null)]
    [InlineData("Travis", " ")]
    [InlineData("Travis", "TRAVIS")]
    public void A_county_that_one_side_lacks_is_no_mismatch(string? platform, string? carrier) =>
        Compare(
            it => it with { HomeAddress = it.HomeAddress! with { County = platform } },
            it => it with { HomeAddress = it.HomeAddress! with { County = carrier } }).ShouldBeEmpty();

    [Fact]
    public void Social_security_numbers_are_shown_by_their_last_four_digits_but_compared_in_full() =>
        Compare(it => it with { Ssn = "123456789" }, it => it with { Ssn = "923456789" }).ShouldHaveSingleItem().Fields
            .ShouldBe([new FieldDifference("person.ssn", "*****6789", "*****6789")]);

    [Theory]
    [InlineData(null, null)]
    [InlineData("12345", "*****2345")]
    [InlineData("6789", "*****")]
    [InlineData("987-65-4321", "*****4321")]
    public void A_social_security_number_is_never_shown_in_full(string? carrier, string? shown) =>
        Compare(it => it, it => it with { Ssn = carrier }).ShouldHaveSingleItem().Fields
            .ShouldBe([new FieldDifference("person.ssn", "*****6789", shown)]);

    [Fact]
    public void Dashes_in_a_social_security_number_do_not_count() =>
        Compare(it => it with { Ssn = "123456789" }, it => it with { Ssn = "123-45-6789" }).ShouldBeEmpty();

    [Theory]
    [InlineData(null, false)]
    [InlineData(false, null)]
    public void Silence_about_tobacco_means_no(bool? platform, bool? carrier) =>
        Compare(it => it with { Details = TobaccoUser(platform) }, it => it with { Details = TobaccoUser(carrier) }).ShouldBeEmpty();

    [Fact]
    public void A_salary_is_an_amount_not_a_text() =>
        FamilyComparer.Compare(
            [Family.Employee.ChangeSalary(it => it with { Amount = 52000m })],
            [Family.Employee.ChangeSalary(it => it with { Amount = 52000.00m })]).ShouldBeEmpty();

    [Fact]
    public void Parts_absent_on_both_sides_are_no_mismatch() =>
        Compare(WithoutOptionalParts, WithoutOptionalParts).ShouldBeEmpty();

    [Fact]
    public void Parts_absent_on_one_side_differ_in_each_value_the_other_side_has()
    {
        var mismatches = Compare(it => it, WithoutOptionalParts);

        mismatches.Select(it => it.Key.DifferenceType)
            .ShouldBe(["mailing_address", "phone_number", "email_address", "tobacco"]);
        mismatches[0].Fields.ShouldBe(
        [
            new FieldDifference("person.mailing_address.street_one", "2 Mail St", null),
            new FieldDifference("person.mailing_address.street_two", "Apt 3", null),
            new FieldDifference("person.mailing_address.city", "Austin", null),
            new FieldDifference("person.mailing_address.state", "TX", null),
            new FieldDifference("person.mailing_address.zip_code", "73301", null),
        ]);
    }

    [Fact]
    public void A_changed_name_lists_each_part_that_differs() =>
        Compare(it => it, it => it with { FirstName = "Alicia", LastName = "Smith" }).ShouldHaveSingleItem().Fields.ShouldBe(
        [
            new FieldDifference("person.first_name", "Alice", "Alicia"),
            new FieldDifference("person.last_name", "O'Hara", "Smith"),
        ]);

    private static PersonRecord WithoutOptionalParts(PersonRecord person) =>
        person with { MailingAddress = null, Contact = null, Details = null };

    private static PersonDetailsRecord TobaccoUser(bool? user) => new() { Tobacco = new TobaccoRecord { User = user } };

    private static IReadOnlyList<Mismatch> CompareNames(string platform, string carrier) =>
        Compare(it => it with { FirstName = platform }, it => it with { FirstName = carrier });

    private static IReadOnlyList<Mismatch> ComparePhones(string? platform, string? carrier) => Compare(
        it => it with { Contact = it.Contact! with { HomePhone = platform } },
        it => it with { Contact = it.Contact! with { HomePhone = carrier } });

    private static IReadOnlyList<Mismatch> CompareZipCodes(string? platform, string? carrier) => Compare(
        it => it with { HomeAddress = it.HomeAddress! with { ZipCode = platform } },
        it => it with { HomeAddress = it.HomeAddress! with { ZipCode = carrier } });

    private static IReadOnlyList<Mismatch> Compare(Func<PersonRecord, PersonRecord> platform, Func<PersonRecord, PersonRecord> carrier) =>
        FamilyComparer.Compare([Family.Employee.ChangePerson(platform)], [Family.Employee.ChangePerson(carrier)]);
}
