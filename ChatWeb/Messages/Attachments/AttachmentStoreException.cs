namespace ChatWeb.Messages.Attachments;

/// <summary>The store of attachments can't do its work. The message says why and what to look at, for the log and the doctor; it may name a path or a server, so no user sees it.</summary>
public sealed class AttachmentStoreException(string message, Exception inner) : Exception(message, inner);
