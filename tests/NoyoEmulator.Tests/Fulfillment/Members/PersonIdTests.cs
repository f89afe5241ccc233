using NoyoEmulator.Fulfillment.Members;

namespace NoyoEmulator.Tests.Fulfillment.Members;

public sealed class PersonIdTests
{
    [Theory]
    [InlineData("30b74a44-d5b1-4123-a7a4-6d3aec251ba4")]
    [InlineData("00000000-0000-7000-8000-000000000000")]
    [InlineData("ffffffff-ffff-4fff-bfff-ffffffffffff")]
    public void A_person_and_a_member_follow_from_each_other_and_are_uuids_of_the_same_kind(string member)
    {
        var id = Guid.Parse(member);

        var person = PersonId.Of(id);

        person.ShouldNotBe(id);
        PersonId.MemberOf(person).ShouldBe(id);
        person.Version.ShouldBe(id.Version);
        person.Variant.ShouldBe(id.Variant);
    }
}
