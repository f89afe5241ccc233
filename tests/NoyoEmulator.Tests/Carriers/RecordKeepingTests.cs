using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;

namespace NoyoEmulator.Tests.Carriers;

/// <summary>What a carrier records, given what it is sent, what it holds and its rules.</summary>
public sealed class RecordKeepingTests
{
    private static readonly Guid Group = Guid.Parse("22222222-2222-4222-8222-222222222222");
    private static readonly Guid Employee = Guid.Parse("a9c01d76-019c-4c44-b414-a832246c014d");
    private static readonly Guid Plan = Guid.Parse("9302a1db-bed5-4be6-96f5-c51371cc96a3");
    private static readonly DateOnly Start = new(2024, 8, 22);
    private static readonly DateOnly Never = new(9999, 12, 31);

    [Fact]
    public void Without_rules_everything_is_recorded_as_sent_but_for_the_platforms_ids()
    {
        var sent = Member(Enrollment("vision") with { Id = Guid.Parse("11111111-1111-4111-8111-111111111111") });

        var recorded = Decide(sent, held: null).ShouldBeOfType<CarrierDecision.Recorded>().Changed.ShouldHaveSingleItem();

        recorded.Person.ShouldBe(sent.Person);
        recorded.Enrollments.ShouldHaveSingleItem().ShouldBe(Enrollment("vision"));
    }

    [Fact]
    public void What_the_carrier_holds_as_sent_is_left_alone_whatever_the_rules_say()
    {
        var held = Member(Enrollment("vision"));

        var decision = Decide(held, held, Rule(new CarrierEffect { Reject = new CarrierRejection { Errors = ["no"] } }));

        decision.ShouldBeOfType<CarrierDecision.Recorded>().Changed.ShouldBeEmpty();
        decision.Rules.ShouldHaveSingleItem().Used.ShouldBe(0);
    }

    [Fact]
    public void A_person_without_coverage_is_not_recorded() =>
        Decide(Member(Enrollment("vision") with { EffectiveEndDate = Start.AddDays(-1) }), held: null)
            .ShouldBeOfType<CarrierDecision.Recorded>().Changed.ShouldBeEmpty();

    [Fact]
    public void A_termination_ends_what_is_held()
    {
        var ended = Enrollment("vision") with { EffectiveEndDate = new DateOnly(2024, 12, 31) };

        Changed(Decide(Member(ended), Member(Enrollment("vision")))).Enrollments.ShouldHaveSingleItem().ShouldBe(ended);
    }

    [Fact]
    public void Effects_of_all_rules_that_match_combine_in_order()
    {
        var decision = Decide(
            Member(Enrollment("vision"), Enrollment("dental")),
            held: null,
            Rule(new CarrierEffect { EffectiveStartDate = "first_of_next_month" }),
            Rule(new CarrierEffect { EffectiveStartDate = "+P10D" }, new CarrierMatch { LineOfCoverage = "dental" }),
            Rule(new CarrierEffect { Accept = true }));

        Changed(decision).Enrollments.ToDictionary(enrollment => enrollment.LineOfCoverage, enrollment => enrollment.EffectiveStartDate)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).ShouldBe([new(2024, 9, 11), new(2024, 9, 1)]);
    }

    [Fact]
    public void A_start_date_that_the_carrier_holds_already_is_not_moved()
    {
        var decision = Decide(
            Member(Enrollment("vision") with { Volume = 5 }), Member(Enrollment("vision")), Rule(
                new CarrierEffect { EffectiveStartDate = "first_of_next_month" }));

        Changed(decision).Enrollments.ShouldHaveSingleItem().ShouldBe(Enrollment("vision") with { Volume = 5 });
    }

    [Fact]
    public void What_is_dropped_is_never_recorded_and_the_rest_is()
    {
        var decision = Decide(
            Member(Enrollment("vision"), Enrollment("dental")), held: null, Rule(
                new CarrierEffect { Drop = true }, new CarrierMatch { LineOfCoverage = "dental" }));

        Changed(decision).Enrollments.ShouldHaveSingleItem().LineOfCoverage.ShouldBe("vision");
    }

    [Fact]
    public void A_rule_without_a_line_drops_demographic_changes_too()
    {
        var held = Member(Enrollment("vision"));
        var sent = held with { Person = held.Person with { LastName = "New" } };

        Changed(Decide(sent, held)).Person.LastName.ShouldBe("New");
        Decide(sent, held, Rule(new CarrierEffect { Drop = true })).ShouldBeOfType<CarrierDecision.Recorded>().Changed.ShouldBeEmpty();
        Changed(Decide(sent, held, Rule(new CarrierEffect
        {
            Drop = true,
        }, new CarrierMatch { LineOfCoverage = "vision" }))).Person.LastName.ShouldBe("New");
    }

    [Fact]
    public void A_rejection_refuses_all_of_it_with_every_error_once()
    {
        var decision = Decide(
            Member(Enrollment("vision"), Enrollment("dental")),
            held: null,
            Rule(new CarrierEffect { Reject = new CarrierRejection { Errors = ["a", "b"] } }),
            Rule(new CarrierEffect
            {
                Reject = new CarrierRejection { Errors = ["b", "c"] },
            }, new CarrierMatch { LineOfCoverage = "dental" }));

        decision.ShouldBeOfType<CarrierDecision.Rejected>().Errors.ShouldBe(["a", "b", "c"]);
        decision.Rules.Select(rule => rule.Used).ShouldBe([1, 1]);
    }

    [Fact]
    public void What_is_held_is_neither_recorded_nor_counted_and_goes_before_a_rejection()
    {
        var decision = Decide(
            Member(Enrollment("vision")),
            held: null,
            Rule(new CarrierEffect { Reject = new CarrierRejection { Errors = ["a"] } }),
            Rule(new CarrierEffect { Hold = true }));

        decision.ShouldBeOfType<CarrierDecision.Held>().Rules.Select(rule => rule.Used).ShouldBe([0, 0]);
    }

    [Fact]
    public void A_rule_is_used_once_for_a_transaction_and_ends_with_its_times()
    {
        var rule = Rule(new CarrierEffect { EffectiveStartDate = "first_of_next_month" }) with { Times = 1 };
        var sent = Member(Enrollment("vision"), Enrollment("dental"));

        var first = Decide(sent, held: null, rule);
        first.Rules.ShouldHaveSingleItem().Used.ShouldBe(1);
        Changed(first).Enrollments.ShouldAllBe(enrollment => enrollment.EffectiveStartDate == new DateOnly(2024, 9, 1));
        var second = Decide(sent, held: null, [.. first.Rules]);
        second.Rules.ShouldHaveSingleItem().Used.ShouldBe(1);
        Changed(second).Enrollments.ShouldAllBe(enrollment => enrollment.EffectiveStartDate == Start);
    }

    [Theory]
    [InlineData("group", true)]
    [InlineData("employee", true)]
    [InlineData("individual", true)]
    [InlineData("line", true)]
    [InlineData("plan", true)]
    [InlineData("name", true)]
    [InlineData("all", true)]
    [InlineData("not group", false)]
    [InlineData("not employee", false)]
    [InlineData("not individual", false)]
    [InlineData("not line", false)]
    [InlineData("not plan", false)]
    [InlineData("not name", false)]
    [InlineData("all but one", false)]
    public void A_rule_is_about_the_changes_for_which_all_it_states_holds(string which, bool matches)
    {
        var other = Guid.Parse("99999999-9999-4999-8999-999999999999");
        var all = new CarrierMatch
        {
            GroupId = Group,
            EmployeeId = Employee,
            IndividualId = Employee,
            LineOfCoverage = "vision",
            PlanId = Plan,
            PlanName = "clear SIGHT",
        };
        var match = which switch
        {
            "group" => new CarrierMatch { GroupId = Group },
            "employee" => new CarrierMatch { EmployeeId = Employee },
            "individual" => new CarrierMatch { IndividualId = Employee },
            "line" => new CarrierMatch { LineOfCoverage = "vision" },
            "plan" => new CarrierMatch { PlanId = Plan },
            "name" => new CarrierMatch { PlanName = "CLEAR sight" },
            "all" => all,
            "not group" => new CarrierMatch { GroupId = other },
            "not employee" => new CarrierMatch { EmployeeId = other },
            "not individual" => new CarrierMatch { IndividualId = other },
            "not line" => new CarrierMatch { LineOfCoverage = "dental" },
            "not plan" => new CarrierMatch { PlanId = other },
            "not name" => new CarrierMatch { PlanName = "Clear" },
            _ => all with { PlanId = other },
        };

        var changed = Decide(Member(Enrollment("vision")), held: null, Rule(new CarrierEffect { Drop = true }, match))
            .ShouldBeOfType<CarrierDecision.Recorded>().Changed;

        changed.Count.ShouldBe(matches ? 0 : 1);
    }

    private static CarrierRule Rule(CarrierEffect effect, CarrierMatch? match = null) =>
        new() { Effect = effect, Match = match ?? new CarrierMatch() };

    private static CarrierDecision Decide(MemberRecord sent, MemberRecord? held, params CarrierRule[] rules) =>
        RecordKeeping.Decide(Group, Employee, [sent], held is null ? [] : [held], rules);

    private static MemberRecord Changed(CarrierDecision decision) =>
        decision.ShouldBeOfType<CarrierDecision.Recorded>().Changed.ShouldHaveSingleItem();

    private static EnrollmentRecord Enrollment(string line) => new()
    {
        LineOfCoverage = line,
        PlanId = Plan,
        PlanName = "Clear Sight",
        EffectiveStartDate = Start,
        EffectiveEndDate = Never,
    };

    private static MemberRecord Member(params EnrollmentRecord[] enrollments) => new()
    {
        IndividualId = Employee,
        IndividualType = MemberType.Employee,
        Person = new PersonRecord { FirstName = "Opal", LastName = "Cornwall", DateOfBirth = new DateOnly(1984, 3, 9), Sex = "F" },
        Enrollments = enrollments,
    };
}
