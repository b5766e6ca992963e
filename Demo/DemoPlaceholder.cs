namespace SalesGrid.Demo;
