/** Made-up names; none needs quoting in a CSV file. */
// prettier-ignore
const openings = [
  "Amber", "Anchor", "Arbor", "Beacon", "Birch", "Blue", "Bright", "Canyon", "Cedar", "Clear", "Cobalt", "Copper",
  "Crest", "Delta", "Ember", "Evergreen", "Falcon", "Fern", "Granite", "Harbor", "Hazel", "Indigo", "Iron", "Juniper",
  "Keystone", "Lark", "Linden", "Maple", "Meadow", "Meridian", "North", "Oak", "Onyx", "Orchard", "Pine", "Prairie",
  "Quartz", "River", "Sable", "Sierra", "Silver", "Slate", "Spruce", "Stone", "Summit", "Tidal", "Umber", "Vale",
  "Willow", "Zephyr",
];
// prettier-ignore
const businesses = [
  "Analytics", "Biotech", "Capital", "Design", "Dynamics", "Energy", "Foods", "Freight", "Health", "Insurance", "Labs",
  "Logistics", "Media", "Mobility", "Networks", "Partners", "Retail", "Robotics", "Software", "Studios", "Supply",
  "Systems", "Travel", "Works",
];
// prettier-ignore
export const firstNames: readonly string[] = [
  "Aisha", "Alejandro", "Amara", "Andrei", "Anna", "Arjun", "Beatriz", "Camila", "Carlos", "Chen", "Chloe", "Daniel",
  "David", "Diego", "Elena", "Emma", "Farah", "Felix", "Fatima", "Gabriel", "Grace", "Hana", "Hugo", "Ibrahim", "Ines",
  "Isabella", "Jack", "James", "Jin", "Jonas", "Julia", "Kai", "Kavya", "Laura", "Leila", "Liam", "Lucas", "Maria",
  "Mateo", "Mei", "Mia", "Mohammed", "Nadia", "Noah", "Nora", "Olivia", "Omar", "Priya", "Rafael", "Ravi", "Rosa",
  "Ruth", "Samuel", "Sara", "Sofia", "Tariq", "Thomas", "Valentina", "William", "Yuki", "Yusuf", "Zoe",
];
// prettier-ignore
export const lastNames: readonly string[] = [
  "Adeyemi", "Ali", "Andersson", "Araujo", "Bauer", "Bianchi", "Brown", "Carter", "Castillo", "Chen", "Costa", "Diaz",
  "Dubois", "Evans", "Fernandez", "Fischer", "Garcia", "Gonzalez", "Gupta", "Haddad", "Hansen", "Hernandez", "Hughes",
  "Ivanova", "Jansen", "Johnson", "Kaur", "Khan", "Kim", "Kowalski", "Kumar", "Lee", "Lopez", "Martin", "Mendes",
  "Miller", "Moreau", "Morgan", "Mueller", "Nakamura", "Nguyen", "Novak", "Okafor", "Oliveira", "Park", "Patel",
  "Pereira", "Petrov", "Popescu", "Reyes", "Rossi", "Santos", "Sato", "Silva", "Singh", "Smith", "Suzuki", "Tanaka",
  "Taylor", "Torres", "Wang", "Weber", "Wilson", "Wong", "Yamamoto", "Zhang",
];

/** Every opening with every business. */
export const accountNames: readonly string[] = openings.flatMap((opening) =>
  businesses.map((business) => `${opening} ${business}`),
);
