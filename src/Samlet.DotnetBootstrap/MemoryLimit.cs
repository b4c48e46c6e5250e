using System.Globalization;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// The heap may take the function's memory, which the runtime cannot see for itself: an OutOfMemoryException instead of
/// a killed process. Only .NET 8 and later can be told.
/// </summary>
internal static class MemoryLimit
{
    private const ulong Megabyte = 1 << 20;

    public static void Apply()
    {
        if (Environment.Version.Major < 8
            || Variables.IsTrue("AWS_LAMBDA_DOTNET_DISABLE_MEMORY_LIMIT_CHECK")
            || !ulong.TryParse(
                Variables.Find("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var size)
            || (ulong)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < size * Megabyte)
        {
            return;
        }

        AppDomain.CurrentDomain.SetData("GCHeapHardLimit", size * Megabyte);
        try
        {
            ((Action)Delegate.CreateDelegate(typeof(Action), typeof(GC), "RefreshMemoryLimit"))();
        }
        catch (InvalidOperationException)
        {
            // The heap is larger already; the function then runs without the limit, as on the service.
        }
    }
}
