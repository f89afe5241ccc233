namespace NoyoEmulator.Http;

/// <summary>What is being written down about a request; one of its features, where anything is written down at all.</summary>
internal interface IRequestRecord
{
    /// <summary>What was made to go wrong with the request: the id of a fault, or a word for a wish of the request itself.</summary>
    string? Fault { set; }

    /// <summary>
    /// The sender gets no answer. To be told before the connection ends, so that the record is there when the sender sees it.
    /// </summary>
    void EndUnanswered();

    /// <summary>The sender gets no more than the beginning of the answer that was written so far. To be told before that is sent.</summary>
    void EndEarly();

    /// <summary>Faults took count of the request: they depend on its having been made.</summary>
    void TakeCount()
    {
    }

    /// <summary>The body as its reader has it, which nobody changes.</summary>
    void TakeBody(ReadOnlyMemory<byte> body)
    {
    }
}
