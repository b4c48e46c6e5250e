exports.handler = async ({ title, stars }) => {
  console.log(`${stars.length} ratings of "${title}"`);
  const sum = stars.reduce((total, rating) => total + rating, 0);
  return { title, average: sum / stars.length, table: process.env.TABLE_NAME };
};
