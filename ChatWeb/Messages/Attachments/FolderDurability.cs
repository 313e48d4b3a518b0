using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ChatWeb.Messages.Attachments;

/// <summary>Makes the names in a folder survive a power cut: syncing a file says nothing of its name. .NET opens no folders.</summary>
internal static class FolderDurability
{
    private const int ReadOnly = 0;

    /// <summary>What file systems answer that can't sync a folder (some network drives).</summary>
    private const int InvalidArgument = 22;

    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // NTFS logs its names
        }

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw Failure();
        }

        try
        {
            if (Synchronize(descriptor) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
            {
                throw Failure();
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure() => new(new Win32Exception(Marshal.GetLastPInvokeError()).Message);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Synchronize(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
