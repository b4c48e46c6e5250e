namespace Samlet;

/// <summary>Is told what takes a while, so that nobody waits in the dark. Called from any thread.</summary>
internal interface ITransferWatcher
{
    void Begin(string title);

    void Advance(TransferProgress progress);

    void End();
}

/// <summary>How far a download is, in bytes.</summary>
internal readonly record struct TransferProgress(string Name, long Received, long Total);
