namespace ChatWeb.Messages.Attachments;

/// <summary>The store of attachments can't do its work. The message says why, for the log and the doctor, and may name a path.</summary>
public sealed class AttachmentStoreException(string message, Exception inner) : Exception(message, inner);
