Console.WriteLine("imaging-gateway");
