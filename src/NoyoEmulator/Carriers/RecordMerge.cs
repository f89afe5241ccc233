using System.Text.Json.Nodes;
using NoyoEmulator.Comparison;

namespace NoyoEmulator.Carriers;

/// <summary>
/// What a carrier holds once it has recorded what it was sent: what is not stated stays as it was, and a stated nothing, an
/// empty text, erases (decision: Noyo's documents do not say).
/// </summary>
internal static class RecordMerge
{
    /// <summary>A person's record; the enrollments are those sent.</summary>
    public static MemberRecord Over(this MemberRecord sent, MemberRecord? held) => sent with
    {
        Person = Over(sent.Person, held?.Person),
        Employment = Over(sent.Employment, held?.Employment),
        Relationship = Over(sent.Relationship, held?.Relationship),
    };

    /// <summary>An enrollment, which in a carrier's record has no id.</summary>
    public static EnrollmentRecord Over(this EnrollmentRecord sent, EnrollmentRecord? held)
    {
        var isSamePlan = held is not null && PlanIdentity.AreSame(sent, held);
        return sent with
        {
            Id = null,
            PlanId = sent.PlanId ?? (isSamePlan ? held!.PlanId : null),
            PlanName = Over(sent.PlanName, isSamePlan ? held!.PlanName : null),
            Volume = sent.Volume ?? held?.Volume,
            CarrierConfig = Over(sent.CarrierConfig, held?.CarrierConfig),
            CobraDetails = Over(sent.CobraDetails, held?.CobraDetails),
            PcpDetails = sent.PcpDetails ?? held?.PcpDetails,
        };
    }

    private static string? Over(string? sent, string? held) => sent is null ? held : sent.Length > 0 ? sent : null;

    private static PersonRecord Over(PersonRecord sent, PersonRecord? held) => sent with
    {
        MiddleName = Over(sent.MiddleName, held?.MiddleName),
        Suffix = Over(sent.Suffix, held?.Suffix),
        Ssn = Over(sent.Ssn, held?.Ssn),
        MaritalStatus = Over(sent.MaritalStatus, held?.MaritalStatus),
        HomeAddress = Over(sent.HomeAddress, held?.HomeAddress),
        MailingAddress = Over(sent.MailingAddress, held?.MailingAddress),
        Contact = Over(sent.Contact, held?.Contact),
        Details = sent.Details?.Tobacco?.User is null ? held?.Details : sent.Details,
    };

    private static AddressRecord? Over(AddressRecord? sent, AddressRecord? held) => sent is null ? held : new AddressRecord
    {
        StreetOne = Over(sent.StreetOne, held?.StreetOne),
        StreetTwo = Over(sent.StreetTwo, held?.StreetTwo),
        City = Over(sent.City, held?.City),
        County = Over(sent.County, held?.County),
        State = Over(sent.State, held?.State),
        ZipCode = Over(sent.ZipCode, held?.ZipCode),
    };

    private static ContactRecord? Over(ContactRecord? sent, ContactRecord? held)
    {
        if (sent is null)
            return held;
        var merged = new ContactRecord
        {
            EmailAddress = Over(sent.EmailAddress, held?.EmailAddress),
            HomePhone = Over(sent.HomePhone, held?.HomePhone),
            WorkPhone = Over(sent.WorkPhone, held?.WorkPhone),
        };
        return merged == new ContactRecord() ? null : merged;
    }

    private static EmploymentRecord? Over(EmploymentRecord? sent, EmploymentRecord? held) => sent is null ? held : new EmploymentRecord
    {
        EmploymentStatus = Over(sent.EmploymentStatus, held?.EmploymentStatus),
        EmploymentDates = sent.EmploymentDates?.HireDate is null ? held?.EmploymentDates : sent.EmploymentDates,
        Salary = Over(sent.Salary, held?.Salary),
    };

    private static SalaryRecord? Over(SalaryRecord? sent, SalaryRecord? held) => sent is null ? held : new SalaryRecord
    {
        Amount = sent.Amount ?? held?.Amount,
        Type = Over(sent.Type, held?.Type),
        Unit = Over(sent.Unit, held?.Unit),
        EffectiveDate = sent.EffectiveDate ?? held?.EffectiveDate,
    };

    private static CobraRecord? Over(CobraRecord? sent, CobraRecord? held) => sent is null ? held : new CobraRecord
    {
        CobraEnrolled = sent.CobraEnrolled ?? held?.CobraEnrolled,
        EligibilityStartDate = sent.EligibilityStartDate ?? held?.EligibilityStartDate,
        EligibilityEndDate = sent.EligibilityEndDate ?? held?.EligibilityEndDate,
        QualifyingEventDate = sent.QualifyingEventDate ?? held?.QualifyingEventDate,
        QualifyingEventReason = Over(sent.QualifyingEventReason, held?.QualifyingEventReason),
    };

    private static JsonObject? Over(JsonObject? sent, JsonObject? held)
    {
        if (sent is null || held is null)
            return sent ?? held;
        var merged = held.DeepClone().AsObject();
        foreach (var (name, value) in sent)
        {
            if (value is null)
                _ = merged.Remove(name);
            else
                merged[name] = value.DeepClone();
        }

        return merged;
    }
}
