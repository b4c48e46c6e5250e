namespace Samlet.Runtimes.Images;

/// <summary>How a function runs that runs in an image.</summary>
internal enum ImageSandbox
{
    /// <summary>In a room of this computer, the `image` sandbox.</summary>
    Room,

    /// <summary>In a container of an engine, the `docker` sandbox.</summary>
    Container,
}
