using System.Globalization;
using System.Text.Json.Nodes;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>The platform's side of a comparison: a family as Noyo knows it, seen from one carrier.</summary>
internal static class PlatformRecords
{
    /// <summary>The family's records, given its members and their enrollments at one carrier.</summary>
    /// <param name="members">The members.</param>
    /// <param name="enrollments">Their enrollments at the carrier.</param>
    /// <param name="isNew">
    /// Which members the carrier does not know: it is told everything that is known about them, not only what was stated last.
    /// </param>
    public static IReadOnlyList<MemberRecord> From(
        IEnumerable<Member> members, IReadOnlyCollection<IndividualEnrollment> enrollments, Func<Member, bool>? isNew = null) =>
        [.. members.Select(member => From(member, isNew?.Invoke(member) == true ? member.Known : member.Document, [.. enrollments
            .Where(enrollment => enrollment.IndividualId == member.Id)
            .OrderBy(enrollment => enrollment.LineOfCoverage, StringComparer.Ordinal)
            .ThenBy(enrollment => enrollment.EffectiveStartDate)
            .ThenBy(enrollment => enrollment.Id)
            .Select(From)]))];

    private static MemberRecord From(Member member, string document, IReadOnlyList<EnrollmentRecord> enrollments)
    {
        if (member.Type == MemberType.Dependent)
        {
            var dependent = WireJson.Read<InboundMemberSnapshotDependent>(document);
            return new MemberRecord
            {
                IndividualId = member.Id,
                IndividualType = MemberType.Dependent,
                Person = From(dependent.Person!),
                Relationship = dependent.Relationship,
                Enrollments = enrollments,
            };
        }

        var employee = WireJson.Read<InboundMemberSnapshotEmployee>(document);
        return new MemberRecord
        {
            IndividualId = member.Id,
            IndividualType = MemberType.Employee,
            Person = From(employee.Person!),
            Employment = From(employee.Employment!),
            Enrollments = enrollments,
        };
    }

    /// <summary>An enrollment on the platform's side.</summary>
    public static EnrollmentRecord From(IndividualEnrollment enrollment) => new()
    {
        Id = enrollment.Id,
        LineOfCoverage = enrollment.LineOfCoverage,
        PlanId = enrollment.PlanId,
        PlanName = enrollment.PlanName,
        EffectiveStartDate = enrollment.EffectiveStartDate,
        EffectiveEndDate = enrollment.EffectiveEndDate,
        Volume = enrollment.Volume,
        CarrierConfig = enrollment.CarrierConfig is null ? null : WireJson.Read<JsonObject>(enrollment.CarrierConfig),
        CobraDetails = enrollment.CobraDetails is null ? null : WireJson.Read<CobraRecord>(enrollment.CobraDetails),
        PcpDetails = enrollment.PcpDetails is null ? null : WireJson.Read<PcpRecord>(enrollment.PcpDetails),
    };

    private static PersonRecord From(InboundMemberSnapshotPerson person) => new()
    {
        FirstName = person.FirstName!,
        MiddleName = person.MiddleName,
        LastName = person.LastName!,
        Suffix = person.Suffix,
        DateOfBirth = Date(person.DateOfBirth!),
        Sex = person.Sex!,
        Ssn = Stated(person.Ssn),
        MaritalStatus = person.MaritalStatus,
        HomeAddress = From(person.HomeAddress!),
        MailingAddress = From(person.MailingAddress!),
        Contact = person.Contact is not { } contact ? null : new ContactRecord
        {
            EmailAddress = Stated(contact.EmailAddress),
            HomePhone = contact.HomePhone,
            WorkPhone = contact.WorkPhone,
        },
        Details = person.Details?.Tobacco is not { } tobacco ? null : new PersonDetailsRecord { Tobacco = new TobaccoRecord { User = tobacco.User } },
    };

    private static AddressRecord From(InboundMemberSnapshotAddress address) => new()
    {
        StreetOne = address.StreetOne,
        StreetTwo = address.StreetTwo,
        City = address.City,
        County = address.County,
        State = address.State,
        ZipCode = address.ZipCode,
    };

    private static EmploymentRecord From(InboundMemberSnapshotEmployment employment) => new()
    {
        EmploymentStatus = employment.EmploymentStatus,
        EmploymentDates = new EmploymentDatesRecord { HireDate = Date(employment.EmploymentDates!.HireDate!) },
        Salary = employment.Salary is not { } salary ? null : new SalaryRecord
        {
            Amount = salary.Amount,
            Type = salary.Type,
            Unit = salary.Unit,
            EffectiveDate = salary.EffectiveDate is { } date ? Date(date) : null,
        },
    };

    /// <summary>Null where nothing is said; empty where it is said that there is none.</summary>
    private static string? Stated(NullableText? text) => text is null ? null : text.Value ?? "";

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
