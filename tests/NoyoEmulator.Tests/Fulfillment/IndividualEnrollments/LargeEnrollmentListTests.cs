using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.IndividualEnrollments;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Tracking;

namespace NoyoEmulator.Tests.Fulfillment.IndividualEnrollments;

/// <summary>Lists of a group's enrollments are the same, and cost the same, however many there are.</summary>
public sealed class LargeEnrollmentListTests : IDisposable
{
    private readonly StoredDifferences _stored = StoredDifferences.Create();
    private int _last;

    public void Dispose() => _stored.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Pages_and_totals_are_those_of_looking_at_every_enrollment(int seed)
    {
        var dice = new Dice(seed);
        AddSome(1300, dice);
        _stored.Database.TryCreate(EnrollmentScope.Blocks.Index);
        AddSome(2600, dice);
        _stored.Execute("BEGIN");
        for (var i = 0; i < 300; i++)
            Change(1 + dice.Next(_last), dice);
        _stored.Execute("COMMIT");
        using var reader = _stored.Database.OpenSqlReader();
        reader.Pin();
        var all = reader.Where<IndividualEnrollment>("1");
        EnrollmentScope.Blocks.Index.IsIn(reader).ShouldBeTrue();

        for (var i = 0; i < 60; i++)
        {
            var (isGroup, id) = (dice.Chance(50), IdOf(dice.Next(4)));
            var page = new PageRequest(1 + dice.Next(100), dice.Pick(0, 3, 997, dice.Next(3000), 5000));
            var (total, enrollments) = (isGroup ? EnrollmentScope.OfGroup(id) : EnrollmentScope.OfGroupEnrollment(id)).Read(reader, page);

            var expected = all.FindAll(enrollment => (isGroup ? enrollment.GroupId : enrollment.GroupEnrollmentId) == id)
                .OrderByDescending(enrollment => enrollment.Created).ThenByDescending(enrollment => $"{enrollment.Id}", StringComparer.Ordinal).ToList();
            total.ShouldBe(expected.Count);
            enrollments.Select(enrollment => enrollment.Id).ShouldBe(expected.Skip(page.Offset).Take(page.PageSize).Select(enrollment => enrollment.Id));
        }
    }

    [Fact]
    public void A_page_costs_the_same_among_many_as_among_few()
    {
        AddMany(2010);
        _stored.Database.TryCreate(EnrollmentScope.Blocks.Index);
        var few = (StepsOf(0), StepsOf(1300));

        AddMany(20_000);

        StepsOf(0).ShouldBeLessThan((few.Item1 * 3 / 2) + 200);
        StepsOf(18_300).ShouldBeLessThan((few.Item2 * 3 / 2) + 200);
    }

    private static Guid IdOf(int number) => new($"{number:x8}-0000-4000-8000-000000000000");

    private static string Blob(Guid id) => $"x'{id:N}'";

    private long StepsOf(int offset)
    {
        using var reader = _stored.Database.OpenSqlReader();
        reader.Pin();
        var before = reader.Steps;
        EnrollmentScope.OfGroup(IdOf(1)).Read(reader, new PageRequest(20, offset)).Enrollments.Count.ShouldBe(20);
        return reader.Steps - before;
    }

    private void AddSome(int count, Dice dice)
    {
        _stored.Execute("BEGIN");
        for (var i = 0; i < count; i++)
            Add(1, $"unhex('{dice.Next(int.MaxValue):x8}' || printf('%024x', n))", $"{dice.Next(400) * 1000000L}", Blob(IdOf(dice.Next(3))), Blob(IdOf(dice.Next(4))));
        _stored.Execute("COMMIT");
    }

    private void AddMany(int count) => Add(count, "unhex(printf('%032x', n))", "n * 1000000", Blob(IdOf(1)), Blob(IdOf(1)));

    private void Add(int count, string id, string created, string groupId, string groupEnrollmentId)
    {
        _stored.Execute($"""
            WITH RECURSIVE numbers (n) AS (SELECT {_last + 1} UNION ALL SELECT n + 1 FROM numbers WHERE n < {_last + count})
            INSERT INTO individual_enrollments (id, version, created, modified, group_id, employee_id, individual_id, individual_type, carrier_id, line_of_coverage,
                kept_plan_id, group_enrollment_id, effective_start_date, effective_end_date)
            SELECT {id}, zeroblob(16), {created}, 0, {groupId}, zeroblob(16), zeroblob(16), 'employee', zeroblob(16), 'medical',
                zeroblob(16), {groupEnrollmentId}, '2024-01-01', '9999-12-31' FROM numbers
            """);
        _last += count;
    }

    private void Change(int number, Dice dice) => _stored.Execute(dice.Next(3) switch
    {
        0 => $"DELETE FROM individual_enrollments WHERE rowid = {number}",
        1 => $"UPDATE individual_enrollments SET group_enrollment_id = {Blob(IdOf(dice.Next(4)))} WHERE rowid = {number}",
        _ => $"UPDATE individual_enrollments SET group_id = {Blob(IdOf(dice.Next(3)))}, created = {dice.Next(400) * 1000000L} WHERE rowid = {number}",
    });
}
