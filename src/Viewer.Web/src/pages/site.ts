// Behaviour shared by every server-rendered page. The pages work without it.
export {};
