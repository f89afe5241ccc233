using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.MemberRequests.Contracts;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>What a change of members' own data means. It is carried out at every carrier that the family has to do with.</summary>
internal static class DemographicDecision
{
    /// <summary>Changes the draft.</summary>
    public static RequestedChange Decide(RequestContext context, MemberRequestDemographicChangeRequest body)
    {
        foreach (var (i, change) in body.MemberChanges!.Index())
        {
            var id = Uuid.Parse(change.Member!.Id!);
            var path = $"{JsonPath.Item("$.member_changes", i)}.member";
            if (context.Draft.TypeOf(id) is not { } type)
                context.Refuse($"{path}.id", "must be the id of the employee or of a dependent");
            else if (EnumName.Of(type) != change.Member.Type)
                context.Refuse($"{path}.type", $"must be {EnumName.Of(type)}, which is what the member named beside it is");
            else if (type == MemberType.Dependent)
                context.Draft.Change(id, dependent => dependent with { Person = Changed(dependent.Person!, change) });
            else
                context.Draft.Employee = Changed(context.Draft.Employee, change, body.ChangeDate);
        }

        return new RequestedChange(context.Draft.ToSnapshot(), _ => "carrier_demographic");
    }

    private static InboundMemberSnapshotEmployee Changed(InboundMemberSnapshotEmployee employee, ApiBaseMemberDemographicChangeDetails change, string? date)
    {
        var employment = employee.Employment!;
        if (change.EmploymentChange is { } stated)
        {
            employment = employment with
            {
                EmploymentStatus = stated.EmploymentStatus ?? employment.EmploymentStatus,
                EmploymentDates = employment.EmploymentDates! with { HireDate = stated.HireDate ?? employment.EmploymentDates.HireDate },
                HoursWorked = stated.HoursWorked ?? employment.HoursWorked,
                Occupation = stated.Occupation ?? employment.Occupation,
            };
        }

        if (change.SalaryChange is { } salary)
        {
            employment = employment with
            {
                Salary = new InboundMemberSnapshotSalary { Amount = salary.Amount, Type = salary.Type, Unit = salary.Unit, EffectiveDate = date ?? employment.Salary?.EffectiveDate },
            };
        }

        return employee with
        {
            Person = Changed(employee.Person!, change),
            Employment = employment,
            Classifications = change.ClassificationsChange ?? employee.Classifications,
        };
    }

    private static InboundMemberSnapshotPerson Changed(InboundMemberSnapshotPerson person, ApiBaseMemberDemographicChangeDetails change)
    {
        if (change.NameChange is { } name)
        {
            person = person with
            {
                FirstName = name.FirstName,
                MiddleName = name.MiddleName ?? person.MiddleName,
                LastName = name.LastName,
                Suffix = name.Suffix ?? person.Suffix,
            };
        }

        if (change.ContactChange is { } contact)
        {
            var known = person.Contact ?? new InboundMemberSnapshotPersonContact();
            person = person with
            {
                Contact = known with
                {
                    EmailAddress = contact.EmailAddress is { } email ? NullableText.Of(email) : known.EmailAddress,
                    EmailAddressType = contact.EmailAddressType ?? known.EmailAddressType,
                    HomePhone = contact.HomePhone ?? known.HomePhone,
                    WorkPhone = contact.WorkPhone ?? known.WorkPhone,
                },
            };
        }

        return person with
        {
            HomeAddress = Address(change.AddressChange?.HomeAddress) ?? person.HomeAddress,
            MailingAddress = Address(change.AddressChange?.MailingAddress) ?? person.MailingAddress,
            DateOfBirth = change.DobChange?.DateOfBirth ?? person.DateOfBirth,
            Sex = change.SexChange?.Sex ?? person.Sex,
            Ssn = change.SsnChange?.Ssn is { } ssn ? NullableText.Of(ssn) : person.Ssn,
        };
    }

    private static InboundMemberSnapshotAddress? Address(ApiAddress? address) => address is null ? null : new InboundMemberSnapshotAddress
    {
        StreetOne = address.StreetOne,
        StreetTwo = address.StreetTwo,
        City = address.City,
        County = address.County,
        State = address.State,
        ZipCode = address.ZipCode,
    };
}
