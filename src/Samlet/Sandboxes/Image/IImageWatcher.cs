namespace Samlet.Sandboxes.Image;

/// <summary>Is told what takes a while, so that nobody waits in the dark. Called from any thread.</summary>
internal interface IImageWatcher
{
    void Begin(string title);

    void Advance(TransferProgress progress);

    void End();
}
