using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Transactions;

/// <summary>The ids of cases: every transaction has a case of its own (inferred).</summary>
internal static class CaseId
{
    private static readonly Guid Turned = new("4c1f7a90-d2e8-0b35-0963-18fe52ac7b46");

    /// <summary>The case of a transaction.</summary>
    public static Guid Of(Guid transactionId) => TurnedId.Of(transactionId, Turned);

    /// <summary>The transaction of a case, if there is one.</summary>
    public static Guid TransactionOf(Guid caseId) => TurnedId.Of(caseId, Turned);
}
