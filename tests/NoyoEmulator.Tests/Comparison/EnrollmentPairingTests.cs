using NoyoEmulator.Comparison;

namespace NoyoEmulator.Tests.Comparison;

/// <summary>Which enrollments of the two sides are taken to be the same, and what follows for those that find no partner.</summary>
public sealed class EnrollmentPairingTests
{
    private static readonly EnrollmentRecord First = Family.Enrollment(Family.Id(101));
    private static readonly EnrollmentRecord Second = Family.Enrollment(Family.Id(102));

    [Fact]
    public void The_same_plan_and_start_comes_before_the_same_plan()
    {
        var early = First with { EffectiveStartDate = new DateOnly(2023, 1, 1), EffectiveEndDate = new DateOnly(2023, 12, 31) };

        var mismatch = Compare([early, Second], [Second]).ShouldHaveSingleItem();

        mismatch.Key.DifferenceType.ShouldBe("missing_ie");
        mismatch.Key.Discriminator.ShouldBe($"medical:{early.Id}");
    }

    [Fact]
    public void The_same_plan_comes_before_another_plan_with_the_same_start()
    {
        var gold = First;
        var silver = Second with { PlanId = Family.OtherPlanId, PlanName = "Silver", EffectiveStartDate = new DateOnly(2024, 2, 1) };
        var laterGold = gold with { EffectiveStartDate = new DateOnly(2024, 3, 1) };
        var earlierSilver = silver with { EffectiveStartDate = gold.EffectiveStartDate };

        Compare([gold, silver], [earlierSilver, laterGold]).Select(it => (it.Key.DifferenceType, it.Key.ObjectId))
            .ShouldBe([("ie_effective_start_date", gold.Id!.Value), ("ie_effective_start_date", silver.Id!.Value)]);
        Compare([gold, silver], [ByName(earlierSilver, "SILVER"), ByName(laterGold, " gold")])
            .Select(it => (it.Key.DifferenceType, it.Key.ObjectId))
            .ShouldBe([("ie_effective_start_date", gold.Id!.Value), ("ie_effective_start_date", silver.Id!.Value)]);
    }

    [Fact]
    public void Mismatches_in_one_line_are_in_order_of_start_however_they_were_paired()
    {
        var other = Second with { PlanId = Family.OtherPlanId, EffectiveStartDate = new DateOnly(2024, 2, 1) };
        var moved = First with { EffectiveStartDate = new DateOnly(2024, 3, 1), Volume = 1 };

        Compare([First, other], [other with { Volume = 1 }, moved]).Where(it => it.Key.DifferenceType == "ie_volume")
            .Select(it => it.Key.ObjectId)
            .ShouldBe([First.Id!.Value, other.Id!.Value]);
    }

    [Fact]
    public void What_is_left_is_paired_in_order_of_start()
    {
        var moved = Second with { EffectiveStartDate = new DateOnly(2025, 1, 1) };

        Compare([First, moved], [moved with { PlanId = Family.OtherPlanId }, First with { PlanId = Family.OtherPlanId }])
            .Select(it => (it.Key.DifferenceType, it.Key.ObjectId))
            .ShouldBe([("ie_plan", First.Id!.Value), ("ie_plan", moved.Id!.Value)]);
    }

    [Fact]
    public void Enrollments_in_different_lines_are_never_paired() =>
        Compare([First], [First with { LineOfCoverage = "dental" }]).Select(it => (it.Key.DifferenceType, it.Key.Classification)).ShouldBe(
        [
            ("missing_ie", Classification.MissingFromCarrier),
            ("missing_ie", Classification.MissingFromPlatform),
        ]);

    [Fact]
    public void Lines_are_reported_in_ordinal_order()
    {
        EnrollmentRecord[] enrollments =
        [
            First with { LineOfCoverage = "vision" },
            Second with { LineOfCoverage = "dental" },
        ];

        Compare(enrollments, []).Select(it => it.Key.Discriminator).ShouldBe([$"dental:{Second.Id}", $"vision:{First.Id}"]);
        Compare([], enrollments).Select(it => it.Key.Discriminator[..6]).ShouldBe(["dental", "vision"]);
    }

    [Fact]
    public void Several_enrollments_alike_at_the_carrier_are_told_apart() =>
        Compare([], [First, Second, First]).Select(it => it.Key.Discriminator).ShouldBe(
        [
            $"medical:{Family.PlanId}:2024-01-01",
            $"medical:{Family.PlanId}:2024-01-01#2",
            $"medical:{Family.PlanId}:2024-01-01#3",
        ]);

    [Fact]
    public void A_waived_enrollment_is_not_missing()
    {
        Compare([First.Waived()], []).ShouldBeEmpty();
        Compare([], [First.Waived()]).ShouldBeEmpty();
    }

    [Fact]
    public void Enrollments_waived_on_both_sides_are_equal_whatever_else_they_say() =>
        Compare([First.Waived()], [First.Waived() with { PlanId = Family.OtherPlanId, Volume = null, CobraDetails = null }])
            .ShouldBeEmpty();

    [Fact]
    public void Coverage_the_carrier_waived_differs_in_its_end() =>
        Compare([First], [First.Waived()]).ShouldHaveSingleItem().Fields
            .ShouldBe([new FieldDifference("effective_end_date", "9999-12-31", "2023-12-31")]);

    [Fact]
    public void Coverage_the_platform_waived_differs_in_its_end() =>
        Compare([First.Waived()], [First]).ShouldHaveSingleItem().Fields
            .ShouldBe([new FieldDifference("effective_end_date", "2023-12-31", "9999-12-31")]);

    [Fact]
    public void Waived_enrollments_are_paired_last()
    {
        var restarted = Second with { EffectiveStartDate = new DateOnly(2024, 2, 1) };

        var mismatch = Compare([First.Waived(), restarted], [First]).ShouldHaveSingleItem();

        mismatch.Key.ObjectId.ShouldBe(restarted.Id!.Value);
        mismatch.Fields.ShouldBe([new FieldDifference("effective_start_date", "2024-02-01", "2024-01-01")]);
    }

    [Fact]
    public void Plan_ids_decide_where_both_sides_have_one()
    {
        Compare([First], [First with { PlanName = "Another name" }]).ShouldBeEmpty();
        Compare([First], [First with { PlanId = Family.OtherPlanId, PlanName = "Silver" }]).ShouldHaveSingleItem().Fields.ShouldBe(
        [
            new FieldDifference("plan_id", Family.PlanId.ToString(), Family.OtherPlanId.ToString()),
            new FieldDifference("plan_name", "Gold", "Silver"),
        ]);
    }

    [Fact]
    public void Plan_names_decide_where_one_side_has_no_id()
    {
        Compare([First], [First with { PlanId = null, PlanName = " GOLD " }]).ShouldBeEmpty();
        Compare([First with { PlanId = null }], [First with { PlanName = "Silver" }]).ShouldHaveSingleItem().Fields
            .ShouldBe([new FieldDifference("plan_name", "Gold", "Silver")]);
    }

    [Fact]
    public void Plans_that_cannot_be_compared_are_no_mismatch_and_are_paired_by_position()
    {
        var later = Second with { EffectiveStartDate = new DateOnly(2025, 1, 1) };
        EnrollmentRecord[] byId = [First with { PlanName = null }, later with { PlanName = null }];
        EnrollmentRecord[] byName = [later with { PlanId = null }, First with { PlanId = null }];

        Compare(byId, byName).ShouldBeEmpty();
        Compare(byName, byId).ShouldBeEmpty();
    }

    [Fact]
    public void A_plan_known_only_by_name_has_no_id_in_the_missing_object()
    {
        var byName = First with { PlanId = null };

        Compare([byName], []).ShouldHaveSingleItem().Fields[0].PlatformValue!.ShouldEndWith("\"plan_id\":null}");
        Compare([], [byName]).ShouldHaveSingleItem().Key.Discriminator.ShouldBe("medical:GOLD:2024-01-01");
    }

    [Fact]
    public void A_carrier_without_cobra_details_has_nobody_in_cobra()
    {
        var without = First with { CobraDetails = null };
        var notEnrolled = First with { CobraDetails = new CobraRecord { CobraEnrolled = false } };
        var dated = First with { CobraDetails = new CobraRecord { EligibilityEndDate = new DateOnly(2025, 6, 30) } };

        Compare([notEnrolled], [without]).ShouldBeEmpty();
        Compare([dated], [without]).ShouldHaveSingleItem().Fields
            .ShouldBe([new FieldDifference("cobra_details.eligibility_end_date", "2025-06-30", null)]);
    }

    [Fact]
    public void A_platform_that_states_a_list_states_all_of_it_and_one_that_leaves_it_out_says_nothing()
    {
        var nobody = First with { PcpDetails = new PcpRecord() };
        var somebody = First with { PcpDetails = new PcpRecord { Providers = [Family.Provider("1", "pcp")] } };

        Compare([nobody], [somebody]).ShouldHaveSingleItem().Fields.Select(field => (field.PlatformValue, field.CarrierValue))
            .ShouldBe([(null, "1"), (null, "national_provider_identifier"), (null, "pcp")]);
        Compare([First with { PcpDetails = null }], [somebody]).ShouldBeEmpty();
    }

    [Fact]
    public void Providers_are_lined_up_by_role()
    {
        var pcp = Family.Provider("1", "pcp");
        var obgyn = Family.Provider("2", "obgyn");

        Compare([First with { PcpDetails = Pcp(pcp, obgyn) }], [First with { PcpDetails = Pcp(obgyn, pcp) }]).ShouldBeEmpty();
        Compare([First with { PcpDetails = Pcp(pcp, obgyn) }], [First with { PcpDetails = Pcp(obgyn) }]).ShouldHaveSingleItem().Fields
            .ShouldBe(
            [
                new FieldDifference("pcp_details.providers[1].identification_code", "1", null),
                new FieldDifference("pcp_details.providers[1].identification_code_type", "national_provider_identifier", null),
                new FieldDifference("pcp_details.providers[1].entity_identifier_code", "pcp", null),
            ]);
        Compare([First with { PcpDetails = null }], [First with { PcpDetails = Pcp() }]).ShouldBeEmpty();
    }

    [Fact]
    public void An_enrollment_of_the_platform_needs_an_id() =>
        Should.Throw<ArgumentException>(() => Compare([First with { Id = null }], []));

    private static EnrollmentRecord ByName(EnrollmentRecord enrollment, string name) => enrollment with { PlanId = null, PlanName = name };

    private static PcpRecord Pcp(params IReadOnlyList<PcpProviderRecord> providers) => new() { Providers = providers };

    private static IReadOnlyList<Mismatch> Compare(IReadOnlyList<EnrollmentRecord> platform, IReadOnlyList<EnrollmentRecord> carrier) =>
        FamilyComparer.Compare([Family.EmployeeWith(platform)], [Family.EmployeeWith(carrier)]);
}
