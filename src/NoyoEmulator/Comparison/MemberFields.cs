using System.Collections.Frozen;

namespace NoyoEmulator.Comparison;

/// <summary>How each value of a member is read and compared, by the key it is reported under.</summary>
internal static class MemberFields
{
    public static FrozenDictionary<string, FieldComparison<MemberRecord>> ByKey { get; } =
        new Dictionary<string, FieldComparison<MemberRecord>>
        {
            ["person.date_of_birth"] = Exact(member => PlainText.Of(member.Person.DateOfBirth)),
            ["person.ssn"] = As(Notation.SocialSecurityNumber, member => member.Person.Ssn),
            ["person.first_name"] = Words(member => member.Person.FirstName),
            ["person.middle_name"] = Words(member => member.Person.MiddleName),
            ["person.last_name"] = Words(member => member.Person.LastName),
            ["person.suffix"] = Words(member => member.Person.Suffix),
            ["person.sex"] = Words(member => member.Person.Sex),
            ["person.home_address.street_one"] = Words(member => member.Person.HomeAddress?.StreetOne),
            ["person.home_address.street_two"] = Words(member => member.Person.HomeAddress?.StreetTwo),
            ["person.home_address.city"] = Words(member => member.Person.HomeAddress?.City),
            ["person.home_address.county"] = WordsIfCarrierKnows(member => member.Person.HomeAddress?.County),
            ["person.home_address.state"] = Words(member => member.Person.HomeAddress?.State),
            ["person.home_address.zip_code"] = As(Notation.ZipCode, member => member.Person.HomeAddress?.ZipCode),
            ["person.mailing_address.street_one"] = Words(member => member.Person.MailingAddress?.StreetOne),
            ["person.mailing_address.street_two"] = Words(member => member.Person.MailingAddress?.StreetTwo),
            ["person.mailing_address.city"] = Words(member => member.Person.MailingAddress?.City),
            ["person.mailing_address.county"] = WordsIfCarrierKnows(member => member.Person.MailingAddress?.County),
            ["person.mailing_address.state"] = Words(member => member.Person.MailingAddress?.State),
            ["person.mailing_address.zip_code"] = As(Notation.ZipCode, member => member.Person.MailingAddress?.ZipCode),
            ["person.contact.home_phone"] = As(Notation.Phone, member => member.Person.Contact?.HomePhone),
            ["person.contact.work_phone"] = As(Notation.Phone, member => member.Person.Contact?.WorkPhone),
            ["person.contact.email_address"] = Words(member => member.Person.Contact?.EmailAddress),
            ["person.marital_status"] = Words(member => member.Person.MaritalStatus),
            ["person.details.tobacco.user"] = As(Notation.Flag, member => PlainText.Of(member.Person.Details?.Tobacco?.User)),
            ["relationship"] = Words(member => member.Relationship),
            ["employment.employment_dates.hire_date"] = Exact(member => PlainText.Of(member.Employment?.EmploymentDates?.HireDate)),
            ["employment.employment_status"] = Words(member => member.Employment?.EmploymentStatus),
            ["employment.salary.amount"] = Exact(member => PlainText.Of(member.Employment?.Salary?.Amount)),
            ["employment.salary.type"] = Words(member => member.Employment?.Salary?.Type),
            ["employment.salary.unit"] = Words(member => member.Employment?.Salary?.Unit),
            ["employment.salary.effective_date"] = Exact(member => PlainText.Of(member.Employment?.Salary?.EffectiveDate)),
        }.ToFrozenDictionary();

    private static FieldComparison<MemberRecord> Exact(Func<MemberRecord, string?> read) => As(Notation.Exact, read);

    private static FieldComparison<MemberRecord> Words(Func<MemberRecord, string?> read) => As(Notation.Words, read);

    private static FieldComparison<MemberRecord> As(Notation notation, Func<MemberRecord, string?> read) =>
        (key, platform, carrier) => notation.Compare(key, read(platform), read(carrier));

    // Many carriers keep no county, or derive it from the zip code.
    private static FieldComparison<MemberRecord> WordsIfCarrierKnows(Func<MemberRecord, string?> read) =>
        (key, platform, carrier) => string.IsNullOrWhiteSpace(read(platform)) || string.IsNullOrWhiteSpace(read(carrier))
            ? []
            : Notation.Words.Compare(key, read(platform), read(carrier));
}
